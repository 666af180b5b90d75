package org.akkaray.runtime.remote;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.runtime.actor.ActorCall;

/**
 * Brings calls of an actor that moves back to their callers, in order, on a thread of its own: who
 * hands one in may hold locks. Thread-safe.
 */
final class ReturnedCalls {
  private final ActorParts parts;
  private final RemoteActor successor;
  private final JobContext job;
  private final int epoch;
  private final Queue<ActorCall> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param successor the actor, for callers on this node
   * @param job of the actor
   * @param epoch of the incarnation that has not begun the calls
   */
  ReturnedCalls(ActorParts parts, RemoteActor successor, JobContext job, int epoch) {
    this.parts = parts;
    this.successor = successor;
    this.job = job;
    this.epoch = epoch;
  }

  /** Takes a call that has not begun, or is to run again. */
  void add(ActorCall call) {
    queue.add(call);
    if (waiting.getAndIncrement() == 0) {
      Thread.startVirtualThread(this::bringBack);
    }
  }

  private void bringBack() {
    int left;
    do {
      int done = 0;
      for (ActorCall call; (call = queue.poll()) != null; done++) {
        if (call.claim()) {
          bringBack(call);
        }
      }
      left = waiting.addAndGet(-done);
    } while (left > 0);
  }

  private void bringBack(ActorCall call) {
    if (call.returns() instanceof RemoteActorCall.Forward forward) {
      successor.calls().onMoves(forward.call(), epoch);
      return;
    }
    HostedActorCall hosted = parts.calls().of(call.returns());
    if (hosted != null) {
      hosted.refuse(epoch, call.attempt() > hosted.call().getAttempt());
    } else {
      successor.enqueue(new RemoteActorCall(call, successor, job));
    }
  }
}
