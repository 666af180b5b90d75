package org.akkaray.runtime.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.id.ActorId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorHandleImpl;
import org.akkaray.runtime.actor.ActorReference;
import org.akkaray.runtime.actor.PendingCalls;
import org.akkaray.runtime.actor.SharedHandle;
import org.akkaray.runtime.actor.SubmissionOrder;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.ExecutionContext;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.task.StatefulEdges;
import org.akkaray.runtime.wire.ActorDescription;
import org.akkaray.runtime.wire.ActorGone;
import org.jspecify.annotations.Nullable;

/**
 * An actor that this node does not host, or did not when it heard of it, as its callers here see
 * it: keeps calls in order, sends them to the node where the actor lives, keeps those for which
 * there is no such node now, and sends again what may run again when that node dies. All state
 * changes under the monitor, and so do sends, which only queue; nothing blocks with it held.
 */
final class RemoteActor implements ActorReference {
  private final RemoteActors actors;
  private final ActorId id;
  private final ActorDescription description;
  private final @Nullable UniqueId owner;
  private final SubmissionOrder<RemoteActorCall> order = new SubmissionOrder<>();
  private final StatefulEdges stateful = new StatefulEdges();

  /** What waits to be sent, by its number. */
  private final NavigableMap<Long, RemoteActorCall> backlog = new TreeMap<>();

  private final PendingCalls pendingCalls;
  private final SharedHandle handle = new SharedHandle(this);

  /** How many calls were sent to {@link #last} and have not been answered. */
  private final AtomicInteger away = new AtomicInteger();

  private long submitted;

  private record Place(UniqueId node, int epoch) {}

  /** What the constructor may still need, on the node that created the actor. */
  private @Nullable Object kept;

  private volatile @Nullable UniqueId location;
  private volatile int epoch;
  private volatile int maxRestarts;

  /** Where calls were sent last. */
  private @Nullable UniqueId last;

  /** Where it lives by now, while calls are still being answered where it lived before. */
  private volatile @Nullable Place next;

  private volatile @Nullable Failure death;

  /**
   * @param owner the node that ends the actor when nobody holds a handle; null if none does
   */
  RemoteActor(
      RemoteActors actors, ActorId id, ActorDescription description, @Nullable UniqueId owner) {
    this.actors = actors;
    this.id = id;
    this.description = description;
    this.owner = owner;
    this.epoch = description.getEpoch();
    this.maxRestarts = description.getMaxRestarts();
    this.pendingCalls = new PendingCalls(description.getMaxPendingCalls());
  }

  @Override
  public ActorId id() {
    return id;
  }

  @Override
  public String displayName() {
    return description.getDisplayName();
  }

  synchronized void keep(Object needed) {
    if (death == null) {
      kept = needed;
    }
  }

  @Nullable UniqueId owner() {
    return owner;
  }

  SentActorCalls calls() {
    return actors.calls();
  }

  int maxTaskRetries() {
    return description.getMaxTaskRetries();
  }

  /** What others must know to call it. */
  ActorDescription describe() {
    ActorDescription.Builder now =
        description.toBuilder().clearNode().setEpoch(epoch).setMaxRestarts(maxRestarts);
    UniqueId node = location;
    if (node != null) {
      now.setNode(Ids.toWire(node));
    }
    return now.build();
  }

  @Override
  public <A> ActorHandleImpl<A> handle() {
    return handle.get();
  }

  /** The handle, if anybody has it. */
  @Nullable ActorHandleImpl<?> handleInUse() {
    return handle.inUse();
  }

  @Override
  public Object session() {
    return actors.session();
  }

  @Override
  public Returns submit(
      Services callers, CallSpec spec, ActorHandleImpl<?> through, ExecutionContext caller) {
    pendingCalls.begin(this);
    RemoteActorCall call = new RemoteActorCall(callers, spec, this, through, actors.jobOf(callers));
    callers.lineage().submitted(call, caller);
    if (description.getOrdered() && (order.isHolding() || !call.inputsAreThere())) {
      order.admit(caller, call);
    }
    call.start();
    UniqueId node = location;
    if (node != null) {
      actors.makeRoom(node);
    }
    return call.returns();
  }

  StatefulEdges statefulEdges() {
    return stateful;
  }

  void inputsReady(RemoteActorCall call) {
    if (order.isHolding() && order.holds(call)) {
      order.release(call, this::enqueue);
    } else {
      enqueue(call);
    }
  }

  /** Queues a call whose turn it is. */
  void enqueue(RemoteActorCall call) {
    if (call.isClaimed()) {
      return; // over already
    }
    Failure reason;
    synchronized (this) {
      reason = death;
      if (reason == null) {
        call.numbered(submitted++);
        if (location == null) {
          backlog.put(call.number(), call);
        } else {
          send(call, location);
        }
        return;
      }
    }
    failLater(List.of(call), reason);
  }

  /** On another thread: to fail a call runs what waits for it, and the caller may hold locks. */
  private static void failLater(List<RemoteActorCall> calls, Failure reason) {
    if (!calls.isEmpty()) {
      Thread.startVirtualThread(() -> calls.forEach(call -> call.stop(reason)));
    }
  }

  private void send(RemoteActorCall call, UniqueId to) {
    if (!call.leaveFor(to)) {
      return; // cancelled
    }
    last = to;
    away.incrementAndGet();
    calls().send(call, to, epoch);
  }

  void answered(RemoteActorCall call) {
    calls().forget(call);
  }

  /** One call that was sent is answered, or given up. */
  void settled() {
    if (away.decrementAndGet() == 0 && next != null) {
      synchronized (this) {
        moveOn();
      }
    }
  }

  /** Goes on at the next place when nothing more is to come from the last one. */
  private void moveOn() {
    Place there = next;
    if (there != null && away.get() == 0 && death == null) {
      next = null;
      goOnAt(there);
    }
  }

  private List<RemoteActorCall> takeBacklog() {
    List<RemoteActorCall> waiting = List.copyOf(backlog.values());
    backlog.clear();
    return waiting;
  }

  private void goOnAt(Place there) {
    location = there.node;
    epoch = there.epoch;
    for (RemoteActorCall call : takeBacklog()) {
      if (!call.isClaimed()) {
        send(call, there.node);
      }
    }
  }

  void ended(RemoteActorCall call) {
    pendingCalls.end();
    if (order.isHolding()) {
      order.release(call, this::enqueue); // cancelled while it was held
    }
  }

  void hurry() {
    UniqueId node = location;
    if (node != null) {
      actors.flush(node);
    }
  }

  void cancelled(RemoteActorCall call) {
    calls().cancel(call);
  }

  /**
   * The actor lives there, or will: calls can be sent, once those have been answered that were sent
   * to where it lived before.
   *
   * @param restartable up to which epoch it restarts, negative for any
   */
  synchronized void at(UniqueId node, int newEpoch, int restartable) {
    boolean known = newEpoch == epoch && (location != null || next != null);
    if (death != null || newEpoch < epoch || known) {
      return; // old news
    }
    maxRestarts = restartable;
    Place there = new Place(node, newEpoch);
    if (away.get() > 0 && last != null && !last.equals(node) && actors.knows(last)) {
      next = there;
      location = null;
      epoch = newEpoch;
      moveOn();
    } else {
      next = null;
      goOnAt(there);
    }
  }

  /** It will live elsewhere, in this epoch. */
  synchronized void expect(int newEpoch, int restartable) {
    if (newEpoch > epoch) {
      epoch = newEpoch;
      maxRestarts = restartable;
      location = null;
      next = null;
    }
  }

  @Nullable UniqueId location() {
    return location;
  }

  int epoch() {
    return epoch;
  }

  synchronized boolean isSought() {
    return death == null && location == null && next == null;
  }

  boolean isDead() {
    return death != null;
  }

  /** A node is gone. Calls that may have begun there run again if they may, else they fail. */
  void lost(UniqueId gone) {
    List<RemoteActorCall> over = new ArrayList<>();
    boolean lived;
    boolean restarts;
    synchronized (this) {
      lived = gone.equals(location);
      restarts = !lived || maxRestarts < 0 || epoch < maxRestarts || actors.hasLeft(gone);
      if (gone.equals(last)) {
        recall(gone, over);
        last = null;
        moveOn();
      }
      if (lived) {
        location = null;
      }
    }
    String what = "Actor " + displayName() + " was lost with node " + gone + ", which died";
    if (restarts) {
      over.forEach(call -> fail(call, what));
      if (lived) {
        actors.locate(this);
      }
    } else {
      Failure reason = new Failure.ActorDied(id, what + ".", null);
      die(reason);
      failLater(over, reason);
    }
  }

  private void fail(RemoteActorCall call, String what) {
    call.fail(
        new Failure.ActorUnavailable(
            id,
            what
                + " while it may have run "
                + call.name()
                + "; it restarts, but the call may not be run again (maxTaskRetries)."));
    call.endAway();
  }

  /** Takes back what was sent to a node, in order; {@code over} gets what may not run again. */
  private void recall(UniqueId from, List<RemoteActorCall> over) {
    for (RemoteActorCall call : calls().takeBack(this, from)) {
      if (!call.mayRunAgain()) {
        over.add(call);
      } else {
        waitAgain(call, true);
      }
    }
  }

  private void waitAgain(RemoteActorCall call, boolean begun) {
    if (call.comeHome(begun)) {
      backlog.put(call.number(), call);
    }
  }

  /** The node says that the actor is not there, or leaves, and does not run a call. */
  void refused(RemoteActorCall call, UniqueId by, ActorGone gone) {
    boolean lost;
    synchronized (this) {
      lost = gone.getBegun() && !call.mayRunAgain();
      if (!lost) {
        waitAgain(call, gone.getBegun());
      }
      if (gone.getMoves()) {
        expect(gone.getEpoch() + 1, maxRestarts);
      }
      if (by.equals(location)) {
        location = null;
      }
      settled();
    }
    if (lost) {
      Thread.startVirtualThread(() ->
          fail(call, "Actor " + displayName() + " left node " + by + ", which left the cluster,"));
    }
    if (location == null && next == null) {
      actors.locate(this);
    }
  }

  /** It is gone for good. */
  void die(Failure reason) {
    List<RemoteActorCall> lost = new ArrayList<>();
    synchronized (this) {
      if (death != null) {
        return;
      }
      death = reason;
      kept = null;
      location = null;
      next = null;
      if (last != null) {
        lost.addAll(calls().takeBack(this, last));
      }
      lost.addAll(takeBacklog());
    }
    failLater(lost, reason);
  }

  @Override
  public void kill(boolean noRestart) {
    synchronized (this) {
      if (death != null) {
        return;
      }
      UniqueId node = location;
      if (node != null) {
        actors.sendKill(id, node, noRestart, false);
        return;
      }
    }
    if (noRestart) {
      actors.abandon(
          this,
          new Failure.ActorDied(
              id, "Actor " + displayName() + " was killed by kill(noRestart = true).", null));
    }
  }

  String describeState() {
    UniqueId node = location;
    return death != null
        ? "dead"
        : node == null
            ? "waiting for a node, epoch " + epoch
            : "on node " + node + ", epoch " + epoch;
  }
}
