package org.akkaray.runtime.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.runtime.scheduler.Lease;
import org.jspecify.annotations.Nullable;

/**
 * One life of an actor's object, from its constructor to its end, with the lanes that its calls run
 * in.
 */
final class Incarnation {
  private final int epoch;
  private final Object object;
  private final @Nullable Lease lease;
  private final LocalActor actor;
  private final List<Lane> lanes = new ArrayList<>();
  private final Set<ActorCall> pendingResults = ConcurrentHashMap.newKeySet();
  private volatile boolean open = true;

  /**
   * @param lease what the actor holds; null if nothing, or if its calls run beside one another and
   *     cannot share it
   */
  Incarnation(int epoch, Object object, @Nullable Lease lease, LocalActor actor) {
    this.epoch = epoch;
    this.object = object;
    this.lease = lease;
    this.actor = actor;
    for (ConcurrencyLayout.Group group : actor.spec().layout().groups()) {
      lanes.add(new Lane(this, group.maxConcurrency()));
    }
  }

  int epoch() {
    return epoch;
  }

  Object object() {
    return object;
  }

  @Nullable Lease lease() {
    return lease;
  }

  Lane lane(int group) {
    return lanes.get(group);
  }

  boolean isOpen() {
    return open;
  }

  /** Takes a call that a drain had in hand, but not begun, when this life ended. */
  void giveBack(ActorCall call) {
    actor.takeBack(call);
  }

  void resultPending(ActorCall call, boolean pending) {
    if (pending) {
      pendingResults.add(call);
    } else {
      pendingResults.remove(call);
    }
  }

  /**
   * Begins no more calls. To be called once, by the actor, which may {@link #close} it later.
   *
   * @param recalled gets the calls that were about to begin and will not
   * @return the calls that have begun
   */
  List<ActorCall> stop(List<ActorCall> recalled) {
    open = false;
    List<ActorCall> begun = new ArrayList<>(pendingResults);
    lanes.forEach(lane -> begun.addAll(lane.running()));
    for (ActorCall call : List.copyOf(begun)) {
      if (call.claim()) {
        begun.remove(call);
        recalled.add(call);
        call.fence();
      }
    }
    return begun;
  }

  /**
   * Ends this life: nothing that still runs in it can publish. To be called once, by the actor.
   *
   * @param recalled gets the calls that were about to begin and will not
   * @return the calls that had begun and have no result
   */
  List<ActorCall> close(List<ActorCall> recalled) {
    open = false;
    List<ActorCall> begun = new ArrayList<>(pendingResults);
    lanes.forEach(lane -> begun.addAll(lane.running()));
    begun.removeIf(ActorCall::isAnswered);
    for (ActorCall call : List.copyOf(begun)) {
      if (call.claim()) {
        begun.remove(call);
        recalled.add(call);
      }
      call.fence();
    }
    return begun;
  }

  /** The calls that have not begun, in order. */
  List<ActorCall> takeQueued() {
    List<ActorCall> queued = new ArrayList<>();
    lanes.forEach(lane -> lane.takeQueued(queued));
    queued.removeIf(ActorCall::isFenced); // announced by a drain that had not taken it out yet
    return queued;
  }
}
