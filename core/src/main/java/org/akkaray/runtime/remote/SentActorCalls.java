package org.akkaray.runtime.remote;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.wire.ActorGone;
import org.akkaray.runtime.wire.CallResult;
import org.akkaray.runtime.wire.CancelCall;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;

/** The calls of actors that this node has sent and that have not been answered. Thread-safe. */
final class SentActorCalls implements RemoteStreams.SentCalls {
  private final NodeContext node;
  private final WireActors wire;
  private final ActorParts parts;
  private final RemoteStreams streams;
  private final Map<TaskId, RemoteActorCall> sent = new ConcurrentHashMap<>();

  SentActorCalls(NodeContext node, WireActors wire, ActorParts parts, RemoteStreams streams) {
    this.node = node;
    this.wire = wire;
    this.parts = parts;
    this.streams = streams;
    streams.lookIn(this);
  }

  /** Sends a call that has left; with the actor's monitor held, so it only queues. */
  void send(RemoteActorCall call, UniqueId to, int epoch) {
    sent.put(call.taskId(), call);
    if (call.returns().isComplete()) {
      forget(call); // cancelled before it was noted
      return;
    }
    if (to.equals(node.id())) {
      parts.calls().callFromHere(call);
      return;
    }
    Message message;
    try {
      message = call.job().messageTo(to).setActorCall(wire.toWire(call, epoch, to)).build();
    } catch (RuntimeException e) {
      forget(call);
      Thread.startVirtualThread(() -> {
        call.fail(
            new Failure.CallFailed(
                call.name(),
                call.services().nodeName(),
                call.attempt(),
                call.services().values().freezeThrowable(e)));
        call.endAway();
      });
      return;
    }
    node.links().send(to, message);
    streams.sent(call, call.job(), to);
  }

  /** Nobody waits for its answer any more; false if nobody did. */
  boolean forget(RemoteActorCall call) {
    if (sent.remove(call.taskId(), call)) {
      call.actor().settled();
      return true;
    }
    return false;
  }

  /** Takes back what was sent to a node for one actor, in order. */
  List<RemoteActorCall> takeBack(RemoteActor actor, UniqueId to) {
    List<RemoteActorCall> taken = new ArrayList<>();
    for (RemoteActorCall call : sent.values()) {
      if (call.actor() == actor && to.equals(call.sentTo()) && forget(call)) {
        taken.add(call);
      }
    }
    taken.sort(Comparator.comparingLong(RemoteActorCall::number));
    return taken;
  }

  void cancel(RemoteActorCall call) {
    UniqueId to = call.sentTo();
    if (to == null || !forget(call)) {
      return;
    }
    node.send(
        to,
        call.job()
            .messageTo(to)
            .setCancel(
                CancelCall.newBuilder()
                    .setTaskHigh(call.taskHigh())
                    .setTaskLow(call.taskLow())
                    .setAttempt(call.attempt())));
    node.links().flush(to);
  }

  @Override
  public @Nullable RemoteActorCall sentTo(UniqueId to, TaskId id, int attempt) {
    RemoteActorCall call = sent.get(id);
    return call != null && to.equals(call.sentTo()) && call.attempt() == attempt ? call : null;
  }

  /** A node says what came of a call; false if nobody here waits for that. */
  boolean onResult(UniqueId from, CallResult result) {
    RemoteActorCall call =
        sentTo(from, TaskId.of(result.getTaskHigh(), result.getTaskLow()), result.getAttempt());
    if (call != null && forget(call)) {
      ResultPublisher.publish(call, call.job(), from, result);
      return true;
    }
    return false;
  }

  /** A node says that it does not run a call. */
  void onGone(UniqueId from, ActorGone gone) {
    RemoteActorCall call =
        sentTo(from, TaskId.of(gone.getTaskHigh(), gone.getTaskLow()), gone.getAttempt());
    if (call != null && sent.remove(call.taskId(), call)) {
      call.actor().refused(call, from, gone);
    }
  }

  /** Of a call that was sent to this node itself: its actor has not begun it, and moves. */
  void onMoves(RemoteActorCall call, int epoch) {
    if (sent.remove(call.taskId(), call)) {
      call.actor()
          .refused(call, node.id(), ActorGone.newBuilder().setEpoch(epoch).setMoves(true).build());
    }
  }

  int size() {
    return sent.size();
  }
}
