package org.akkaray.runtime.actor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.akkaray.id.ActorId;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.scheduler.Lease;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.ExecutionContext;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.task.StatefulEdges;
import org.akkaray.runtimecontext.ActorState;
import org.jspecify.annotations.Nullable;

/**
 * An actor on the node where it lives, as its callers see it: takes calls, in order, keeps them
 * while there is no object to run them on, and passes them to the lanes of the current {@link
 * Incarnation}. The steps of its life are decided by its {@link ActorEntity}.
 *
 * <p>Calls take no lock while the actor is alive. Changes of state, and calls that arrive
 * meanwhile, are guarded by the monitor.
 */
public final class LocalActor implements ActorReference {
  /** What the actor needs of its surroundings to go on living, or to end. */
  interface Life {
    /** The current incarnation ended; another one is to be made. */
    void restart();

    /** The actor is gone for good. */
    void end();
  }

  private final Services services;
  private final ActorSpec spec;
  private final Life life;
  private final Object session;
  private final SubmissionOrder<ActorCall> order = new SubmissionOrder<>();
  private final ArrayDeque<ActorCall> backlog = new ArrayDeque<>();
  private final StatefulEdges stateful = new StatefulEdges();
  private final PendingCalls pendingCalls;
  private final SharedHandle handle = new SharedHandle(this);
  private volatile @Nullable Incarnation incarnation;
  private volatile @Nullable Failure death;
  private volatile ActorState state = ActorState.PENDING_CREATION;
  private volatile int epoch;

  /** Set when it leaves this node in order. */
  private volatile @Nullable Departure departure;

  /** Where its callers here find it after that; null before. */
  private volatile @Nullable ActorReference elsewhere;

  /** What the actor holds while it lives. */
  private volatile @Nullable Lease lease;

  /** The object to be told that the actor ends in order. */
  private @Nullable Object stopping;

  /**
   * @param session see {@link #session}
   * @param epoch of its first incarnation on this node
   */
  LocalActor(Services services, ActorSpec spec, Life life, Object session, int epoch) {
    this.services = services;
    this.spec = spec;
    this.life = life;
    this.session = session;
    this.epoch = epoch;
    this.pendingCalls = new PendingCalls(spec.options().getMaxPendingCalls());
  }

  @Override
  public ActorId id() {
    return spec.id();
  }

  @Override
  public String displayName() {
    return spec.displayName();
  }

  @Override
  public Object session() {
    return session;
  }

  @Override
  public Returns submit(
      Services callers, CallSpec call, ActorHandleImpl<?> through, ExecutionContext caller) {
    ActorCall mine = newCall(callers == services ? call : call.returningTo(callers), through);
    Returns returns = mine.returns();
    callers.lineage().submitted(mine, caller);
    submit(mine, caller);
    return returns;
  }

  /**
   * Submits a call that another node owns, or another call of this node, which keep its lineage.
   *
   * @param caller whose calls are to stay in order
   */
  public void submitForOthers(CallSpec call, ActorHandleImpl<?> through, Object caller) {
    submit(newCall(call, through), caller);
  }

  @Override
  public void kill(boolean noRestart) {
    ActorReference now = elsewhere;
    if (now != null) {
      now.kill(noRestart);
      return;
    }
    kill(noRestart, "was killed by kill(noRestart = " + noRestart + ")");
  }

  public ActorSpec spec() {
    return spec;
  }

  public ActorState state() {
    return state;
  }

  /** What its job's calls need of this node. */
  public Services services() {
    return services;
  }

  /** Whether it is gone for good. */
  public boolean isOver() {
    return death != null;
  }

  /** Why it is gone for good; null if it is not. */
  public @Nullable Failure death() {
    return death;
  }

  /** How often the actor has been restarted. */
  public int epoch() {
    return epoch;
  }

  @Override
  public <A> ActorHandleImpl<A> handle() {
    return handle.get();
  }

  /** What the actor holds while it lives; null if nothing. */
  public @Nullable Lease lease() {
    return lease;
  }

  /** Makes a call that is ready to be submitted. */
  ActorCall newCall(CallSpec call, ActorHandleImpl<?> through) {
    int group = spec.layout().indexOf(call.descriptor(), call.options().getConcurrencyGroupName());
    return new ActorCall(services, call, this, through, group);
  }

  /**
   * Takes a call.
   *
   * @param caller whose calls are to stay in order
   * @throws org.akkaray.exception.PendingCallsLimitExceededException if as many calls wait as the
   *     actor's options allow
   */
  void submit(ActorCall call, Object caller) {
    pendingCalls.begin(this);
    if (spec.isOrdered() && (order.isHolding() || !call.inputsAreThere())) {
      order.admit(caller, call);
    }
    call.start();
  }

  /** Told by a call that its inputs are there, or that it is over because one failed. */
  void inputsReady(ActorCall call) {
    if (order.isHolding() && order.holds(call)) {
      order.release(call, this::enqueue);
    } else {
      enqueue(call);
    }
  }

  /** Queues a call whose turn it is. */
  void enqueue(ActorCall call) {
    Incarnation current = incarnation;
    if (current == null) {
      synchronized (this) {
        current = incarnation;
        if (current == null) {
          Departure leaving = departure;
          if (leaving != null) {
            leaving.passOn(call);
          } else if (death == null) {
            backlog.add(call);
          } else {
            Failure reason = death;
            // On another thread: to fail a call runs what waits for it, and the caller may hold
            // locks.
            Thread.startVirtualThread(() -> call.stop(reason));
          }
          return;
        }
      }
    }
    current.lane(call.group()).submit(call);
    if (!current.isOpen()) {
      reroute(current); // it ended while the call joined its queue
    }
  }

  private synchronized void reroute(Incarnation closed) {
    for (ActorCall call : closed.takeQueued()) {
      enqueue(call);
    }
  }

  /**
   * Queues a call once more that an incarnation had not begun when it ended; waits until that has
   * been settled.
   */
  void takeBack(ActorCall call) {
    synchronized (this) {
      if (call.isFenced()) {
        return; // taken for begun by whoever ended the incarnation
      }
    }
    enqueue(call);
  }

  StatefulEdges statefulEdges() {
    return stateful;
  }

  void runInPlace(ActorCall call) {
    Incarnation current = incarnation;
    if (current != null && spec.layout().isSequential()) {
      current.lane(call.group()).runInPlace(call);
    }
  }

  void ended(ActorCall call) {
    pendingCalls.end();
    if (order.isHolding()) {
      order.release(call, this::enqueue); // cancelled while it was held
    }
    Departure leaving = departure;
    if (leaving != null) {
      leaving.ended(call);
    }
  }

  /** The constructor gave an object: calls can run. False if the actor has ended meanwhile. */
  synchronized boolean open(Object object, @Nullable Lease held) {
    if (death != null || departure != null) {
      return false;
    }
    lease = held;
    Incarnation next =
        new Incarnation(epoch, object, spec.layout().isSequential() ? held : null, this);
    for (ActorCall call; (call = backlog.poll()) != null; ) {
      next.lane(call.group()).submit(call);
    }
    state = ActorState.ALIVE;
    incarnation = next;
    return true;
  }

  /**
   * Ends the current incarnation, and the actor with it unless it may restart.
   *
   * @param reason for those whose calls fail
   */
  void kill(boolean noRestart, String reason) {
    int allowed = spec.options().getMaxRestarts();
    boolean restarts = !noRestart && (allowed < 0 || epoch < allowed);
    if (restarts) {
      suspend(reason);
    } else {
      die(
          new Failure.ActorDied(
              spec.id(), "Actor " + spec.displayName() + " " + reason + ".", null));
    }
  }

  /** Ends the actor from within its own method; returns what that call fails with. */
  @Nullable Failure exit(@Nullable Incarnation from) {
    Failure failure =
        new Failure.ActorDied(
            spec.id(), "Actor " + spec.displayName() + " ended itself by Ray.exitActor().", null);
    synchronized (
        this) { // an incarnation that is being opened is the current one once that is done
      Departure leaving = departure;
      if (from == null || from != (leaving == null ? incarnation : leaving.last())) {
        return failure;
      }
    }
    end(failure);
    return failure;
  }

  private void suspend(String reason) {
    List<ActorCall> lost = new ArrayList<>();
    synchronized (this) {
      Incarnation ended = incarnation;
      if (ended == null) {
        return; // is being made already, or leaves
      }
      incarnation = null;
      state = ActorState.RESTARTING;
      epoch++;
      List<ActorCall> recalled = new ArrayList<>();
      for (ActorCall call : ended.close(recalled)) {
        if (call.mayRunAgain()) {
          backlog.add(call.again());
        } else {
          lost.add(call);
        }
      }
      recalled.forEach(call -> backlog.add(call.anew()));
      backlog.addAll(ended.takeQueued());
    }
    failUnfinished(lost, reason);
    life.restart();
  }

  /** Fails calls that an incarnation had begun. */
  void failUnfinished(List<ActorCall> lost, String reason) {
    for (ActorCall call : lost) {
      ended(call);
      call.fail(
          new Failure.ActorUnavailable(
              spec.id(),
              "Actor "
                  + spec.displayName()
                  + " "
                  + reason
                  + " while it ran "
                  + call.name()
                  + "; it restarts, but the call may not be run again (maxTaskRetries)."));
    }
  }

  /**
   * Begins to leave this node: what has begun ends here, all other calls that are here or still
   * come go to a successor.
   *
   * @param successor gets them in order; must not block
   * @return null if the actor is over
   */
  public @Nullable Departure depart(Consumer<ActorCall> successor) {
    Departure leaving;
    List<ActorCall> begun = List.of();
    synchronized (this) {
      if (death != null || departure != null) {
        return null;
      }
      Incarnation last = incarnation;
      leaving = new Departure(this, last, successor);
      departure = leaving;
      incarnation = null;
      state = ActorState.RESTARTING;
      if (last != null) {
        List<ActorCall> recalled = new ArrayList<>();
        begun = last.stop(recalled);
        recalled.forEach(call -> leaving.passOn(call.anew()));
        last.takeQueued().forEach(leaving::passOn);
      }
      backlog.forEach(leaving::passOn);
      backlog.clear();
    }
    leaving.awaitEndOf(begun);
    return leaving;
  }

  /** It has left: this node gives back what it held. */
  public void left(ActorReference now) {
    elsewhere = now;
    life.end();
  }

  /** Whether it lives, or will live, on another node from now on. */
  public boolean hasLeft() {
    return elsewhere != null;
  }

  /** Ends the actor in order: its object is told. */
  public void end(Failure reason) {
    ActorReference now = elsewhere;
    if (now != null) {
      now.kill(true);
      return;
    }
    synchronized (this) {
      if (incarnation != null && death == null) {
        stopping = incarnation.object();
      } else if (elsewhere == null && death == null && departure != null) {
        stopping = departure.object();
      }
    }
    die(reason);
  }

  /**
   * The object whose {@code onStop} is to be called now that the actor is over; null if it did not
   * end in order.
   */
  synchronized @Nullable Object takeStopping() {
    Object object = stopping;
    stopping = null;
    return object;
  }

  /** Ends the actor for good; calls that have no result fail, as do all later ones. */
  public void die(Failure reason) {
    List<ActorCall> lost = new ArrayList<>();
    synchronized (this) {
      if (death != null || elsewhere != null) {
        return;
      }
      death = reason;
      state = ActorState.DEAD;
      Departure leaving = departure;
      Incarnation ended = leaving == null ? incarnation : leaving.last();
      incarnation = null;
      if (ended != null) {
        List<ActorCall> recalled = new ArrayList<>();
        lost.addAll(ended.close(recalled));
        lost.addAll(recalled);
        lost.addAll(ended.takeQueued());
      }
      lost.addAll(backlog);
      backlog.clear();
    }
    lost.forEach(call -> call.stop(reason));
    Departure gone = departure;
    if (gone != null) {
      gone.giveUp();
    }
    life.end();
  }

  String describeState() {
    return switch (state) {
      case DEPENDENCIES_UNREADY -> "its constructor's arguments are not ready";
      case PENDING_CREATION ->
          "being created" + (spec.demand().isEmpty() ? "" : ", asks for " + spec.demand());
      case ALIVE -> "alive, busy with earlier calls";
      case RESTARTING -> "restarting";
      case DEAD -> "dead";
    };
  }
}
