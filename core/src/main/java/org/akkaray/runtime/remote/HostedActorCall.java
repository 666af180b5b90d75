package org.akkaray.runtime.remote;

import org.akkaray.id.UniqueId;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.wire.ActorCall;
import org.akkaray.runtime.wire.ActorGone;
import org.akkaray.runtime.wire.Message;

/**
 * A call of one of this node's actors that another node waits for.
 *
 * @param end tells the caller what came of it
 * @param returns where the actor returns to: {@code end}, or a stream that leads there
 */
record HostedActorCall(
    NodeContext node, UniqueId caller, ActorCall call, HostedReturns end, Returns returns) {

  void fail(Failure reason) {
    returns.fail(reason);
  }

  void cancel() {
    Producer producer = end.producer();
    if (producer != null) {
      producer.cancel();
    }
  }

  /**
   * Gives the call back to its caller.
   *
   * @param movedInEpoch the last epoch of the actor here, which moves; negative if it is not here
   * @param begun whether the call may have begun
   */
  void refuse(int movedInEpoch, boolean begun) {
    if (!end.close()) {
      return;
    }
    node.send(
        caller,
        Message.newBuilder()
            .setActorGone(
                ActorGone.newBuilder()
                    .setActor(call.getActor())
                    .setEpoch(movedInEpoch >= 0 ? movedInEpoch : call.getEpoch())
                    .setTaskHigh(call.getTaskHigh())
                    .setTaskLow(call.getTaskLow())
                    .setAttempt(call.getAttempt())
                    .setMoves(movedInEpoch >= 0)
                    .setBegun(begun)));
    end.answered();
  }
}
