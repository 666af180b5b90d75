package org.akkaray.runtime.remote;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.exception.PendingCallsLimitExceededException;
import org.akkaray.id.ActorId;
import org.akkaray.id.UniqueId;
import org.akkaray.options.ActorCreationOptions;
import org.akkaray.runtime.actor.ActorHandleImpl;
import org.akkaray.runtime.actor.ActorReference;
import org.akkaray.runtime.actor.SubmissionOrder;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.ExecutionContext;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.task.StatefulEdges;
import org.akkaray.runtime.wire.ActorDescription;
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
  private final ArrayDeque<RemoteActorCall> backlog = new ArrayDeque<>();
  private final AtomicInteger pendingCalls = new AtomicInteger();
  private WeakReference<@Nullable ActorHandleImpl<?>> handle = new WeakReference<>(null);
  private long calls;

  /** What the constructor may still need, on the node that created the actor. */
  private @Nullable Object kept;

  private volatile @Nullable UniqueId location;
  private volatile int epoch;
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

  int maxTaskRetries() {
    return description.getMaxTaskRetries();
  }

  /** What others must know to call it. */
  ActorDescription describe() {
    ActorDescription.Builder now = description.toBuilder().clearNode().setEpoch(epoch);
    UniqueId node = location;
    if (node != null) {
      now.setNode(Ids.toWire(node));
    }
    return now.build();
  }

  @Override
  public synchronized <A> ActorHandleImpl<A> handle() {
    @SuppressWarnings("unchecked") // the type that the actor was made with
    ActorHandleImpl<A> known = (ActorHandleImpl<A>) handle.get();
    if (known == null) {
      known = new ActorHandleImpl<>(this);
      handle = new WeakReference<>(known);
    }
    return known;
  }

  /** The handle, if anybody has it. */
  synchronized @Nullable ActorHandleImpl<?> handleInUse() {
    return handle.get();
  }

  @Override
  public Object session() {
    return actors.session();
  }

  @Override
  public Returns submit(
      Services callers, CallSpec spec, ActorHandleImpl<?> through, ExecutionContext caller) {
    int limit = description.getMaxPendingCalls();
    boolean limited = limit != ActorCreationOptions.UNLIMITED_PENDING_CALLS;
    if (limited && pendingCalls.incrementAndGet() > limit) {
      pendingCalls.decrementAndGet();
      throw new PendingCallsLimitExceededException(
          id,
          "Actor "
              + displayName()
              + " has "
              + limit
              + " pending calls, its maxPendingCalls; this call was not submitted.");
    }
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

  private void enqueue(RemoteActorCall call) {
    if (call.isClaimed()) {
      return; // over already
    }
    Failure reason;
    synchronized (this) {
      reason = death;
      if (reason == null) {
        if (location == null || !backlog.isEmpty()) {
          call.numbered(calls++);
          backlog.add(call);
        } else {
          call.numbered(calls++);
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
    actors.send(call, to, epoch);
  }

  void answered(RemoteActorCall call) {
    actors.forget(call);
  }

  void ended(RemoteActorCall call) {
    if (description.getMaxPendingCalls() != ActorCreationOptions.UNLIMITED_PENDING_CALLS) {
      pendingCalls.decrementAndGet();
    }
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
    actors.cancel(call);
  }

  /** The actor lives there, or will: calls can be sent. */
  synchronized void at(UniqueId node, int newEpoch) {
    if (death != null || newEpoch < epoch || (location != null && newEpoch == epoch)) {
      return; // old news
    }
    if (location != null && !location.equals(node)) {
      recall(location, new ArrayList<>());
    }
    location = node;
    epoch = newEpoch;
    for (RemoteActorCall call; (call = backlog.poll()) != null; ) {
      if (!call.isClaimed()) {
        send(call, node);
      }
    }
  }

  @Nullable UniqueId location() {
    return location;
  }

  int epoch() {
    return epoch;
  }

  boolean isDead() {
    return death != null;
  }

  /**
   * The node where it lived is gone. Calls that may have begun there run again if they may, else
   * they fail.
   */
  void lost(UniqueId gone) {
    List<RemoteActorCall> over = new ArrayList<>();
    boolean restarts;
    synchronized (this) {
      if (!gone.equals(location)) {
        return;
      }
      int allowed = description.getMaxRestarts();
      restarts = allowed < 0 || epoch < allowed;
      recall(gone, over);
      location = null;
    }
    String what = "Actor " + displayName() + " was lost with node " + gone + ", which died";
    if (restarts) {
      for (RemoteActorCall call : over) {
        call.fail(
            new Failure.ActorUnavailable(
                id,
                what
                    + " while it may have run "
                    + call.name()
                    + "; it restarts, but the call may not be run again (maxTaskRetries)."));
        call.endAway();
      }
      actors.locate(this);
    } else {
      Failure reason = new Failure.ActorDied(id, what + ".", null);
      die(reason);
      failLater(over, reason);
    }
  }

  /** Takes back what was sent to a node, in order; {@code over} gets what may not run again. */
  private void recall(UniqueId from, List<RemoteActorCall> over) {
    List<RemoteActorCall> again = new ArrayList<>();
    for (RemoteActorCall call : actors.takeSent(this, from)) {
      if (!call.mayRunAgain()) {
        over.add(call);
      } else if (call.comeHome(true)) {
        again.add(call);
      }
    }
    again.addAll(backlog);
    again.sort(Comparator.comparingLong(RemoteActorCall::number));
    backlog.clear();
    backlog.addAll(again);
  }

  /** The node says that the actor is not there; the call has not begun. */
  void refused(RemoteActorCall call, UniqueId by) {
    synchronized (this) {
      if (call.comeHome(false)) {
        List<RemoteActorCall> all = new ArrayList<>(backlog);
        all.add(call);
        all.sort(Comparator.comparingLong(RemoteActorCall::number));
        backlog.clear();
        backlog.addAll(all);
      }
      if (by.equals(location)) {
        location = null;
      }
    }
    actors.locate(this);
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
      UniqueId last = location;
      location = null;
      if (last != null) {
        lost.addAll(actors.takeSent(this, last));
      }
      lost.addAll(backlog);
      backlog.clear();
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
