package org.akkaray.runtime.remote;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.id.ActorId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.options.CallOptions;
import org.akkaray.runtime.actor.LocalActor;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.ReturnShape;
import org.akkaray.runtime.wire.ActorCall;
import org.akkaray.runtime.wire.CallResult;
import org.akkaray.runtime.wire.CancelCall;
import org.akkaray.runtime.wire.FailureMessage;
import org.akkaray.runtime.wire.GeneratorCredit;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;

/** What other nodes call of this node's actors. Thread-safe. */
final class HostedActorCalls {
  private record Key(UniqueId caller, TaskId task, int attempt) {}

  private final NodeContext node;
  private final RemoteObjects objects;
  private final WireActors wire;
  private final ActorParts parts;
  private final OpenAnswers answers;
  private final Map<Key, HostedActorCall> running = new ConcurrentHashMap<>();

  HostedActorCalls(
      NodeContext node,
      RemoteObjects objects,
      WireActors wire,
      ActorParts parts,
      OpenAnswers answers) {
    this.node = node;
    this.objects = objects;
    this.wire = wire;
    this.parts = parts;
    this.answers = answers;
  }

  void onCall(UniqueId from, JobContext job, ActorCall call) {
    AtomicInteger open = answers.begin(from);
    ActorId id = WireActors.actor(call.getActor());
    parts
        .hosted()
        .early()
        .whenHere(
            id,
            () -> {
              LocalActor actor = parts.table().local(id);
              if (actor != null && call.getEpoch() <= actor.epoch()) {
                run(actor, from, job, call, open);
                return;
              }
              Failure death = actor == null ? parts.hosted().deathOf(id) : null;
              HostedActorCall hosted = hosted(from, job, job.values(), call, open);
              if (death != null) {
                hosted.fail(death);
              } else {
                hosted.refuse(parts.hosted().movedInEpoch(id), false);
              }
            });
  }

  private void run(
      LocalActor actor, UniqueId from, JobContext job, ActorCall call, AtomicInteger open) {
    JobContext owning = parts.hosted().jobOf(actor);
    WireValues values = owning == job ? job.values() : job.valuesIn(owning);
    HostedActorCall hosted = hosted(from, job, values, call, open);
    running.put(key(from, call), hosted);
    try {
      ReturnShape shape =
          (invocation, runtime, high, low, options) -> {
            hosted.returns().producedBy(invocation);
            return hosted.returns();
          };
      CallSpec spec = wire.fromWire(call, owning, values, from, shape);
      actor.submitForOthers(spec, actor.handle(), from);
    } catch (RuntimeException | LinkageError e) {
      hosted.fail(
          new Failure.CallFailed(
              "method of " + actor.spec().displayName(),
              job.services().nodeName(),
              call.getAttempt(),
              actor.services().values().freezeThrowable(e)));
    }
  }

  private static Key key(UniqueId from, ActorCall call) {
    return new Key(from, WireActors.task(call), call.getAttempt());
  }

  private HostedActorCall hosted(
      UniqueId from, JobContext job, WireValues values, ActorCall call, AtomicInteger open) {
    boolean several = call.getShape() == 1;
    HostedReturns end =
        new HostedReturns(
            node,
            job,
            values,
            objects,
            from,
            WireActors.task(call),
            call.getAttempt(),
            several ? call.getOptions().getNumReturns() : 1,
            several,
            () -> {
              running.remove(key(from, call));
              answers.answered(from, open);
            });
    int limit = call.getOptions().getGeneratorBackpressure();
    Returns returns =
        call.getShape() == 2
            ? new HostedStream(
                end,
                WireActors.task(call),
                limit > 0 ? limit : CallOptions.DEFAULT.getGeneratorBackpressure(),
                call.getSkip())
            : end;
    return new HostedActorCall(node, from, call, end, returns);
  }

  /** The caller has taken values of a generator; false if it is none of an actor's calls. */
  boolean onCredit(UniqueId from, GeneratorCredit credit) {
    HostedActorCall hosted =
        running.get(
            new Key(
                from, TaskId.of(credit.getTaskHigh(), credit.getTaskLow()), credit.getAttempt()));
    if (hosted != null && hosted.returns() instanceof HostedStream stream) {
      stream.onCredit(credit);
    }
    return hosted != null;
  }

  /** A call of a job that cannot run here. */
  void refuse(UniqueId from, Message message, String reason) {
    ActorCall call = message.getActorCall();
    node.send(
        from,
        Message.newBuilder()
            .setJob(message.getJob())
            .setResult(
                CallResult.newBuilder()
                    .setTaskHigh(call.getTaskHigh())
                    .setTaskLow(call.getTaskLow())
                    .setAttempt(call.getAttempt())
                    .setFailure(FailureMessage.newBuilder().setNodeDied(reason))));
  }

  /** A call of this node, of an actor that was not here when the caller heard of it. */
  void callFromHere(RemoteActorCall call) {
    ActorId id = call.actor().id();
    parts
        .hosted()
        .early()
        .whenHere(
            id,
            () -> {
              LocalActor actor = parts.table().local(id);
              if (actor != null) {
                runFromHere(actor, call);
              } else if (parts.hosted().movedInEpoch(id) >= 0) {
                call.actor().calls().onMoves(call, parts.hosted().movedInEpoch(id));
              } else {
                Failure death = parts.hosted().deathOf(id);
                Failure reason =
                    death != null
                        ? death
                        : new Failure.ActorDied(
                            id, "Actor " + call.actor().displayName() + " is gone.", null);
                Thread.startVirtualThread(() -> call.forward().fail(reason));
              }
            });
  }

  private static void runFromHere(LocalActor actor, RemoteActorCall call) {
    Returns returns = call.forward();
    ReturnShape shape =
        (invocation, runtime, high, low, options) -> {
          call.runsAs(invocation);
          return returns;
        };
    try {
      actor.submitForOthers(
          new CallSpec(
              call.taskHigh(),
              call.taskLow(),
              call.descriptor(),
              call.function(),
              call.frozenArguments(),
              call.options(),
              shape,
              call.attempt()),
          actor.handle(),
          call);
    } catch (RuntimeException e) {
      Thread.startVirtualThread(() ->
          returns.fail(
              new Failure.CallFailed(
                  call.name(),
                  call.services().nodeName(),
                  call.attempt(),
                  call.services().values().freezeThrowable(e))));
    }
  }

  /** Cancels; false if it is none of an actor's calls. */
  boolean onCancel(UniqueId from, CancelCall cancel) {
    HostedActorCall hosted =
        running.get(
            new Key(
                from, TaskId.of(cancel.getTaskHigh(), cancel.getTaskLow()), cancel.getAttempt()));
    if (hosted == null) {
      return false;
    }
    hosted.cancel();
    return true;
  }

  /** What became of a moving actor's call, which has not begun or is to run again. */
  @Nullable HostedActorCall of(Returns returns) {
    HostedReturns end =
        returns instanceof HostedStream stream
            ? stream.end()
            : returns instanceof HostedReturns direct ? direct : null;
    return end == null ? null : running.get(new Key(end.owner(), end.task(), end.attempt()));
  }

  /** A node is gone: nobody waits for its calls. */
  void nodeDown(UniqueId gone) {
    running.forEach((key, hosted) -> {
      if (key.caller.equals(gone)) {
        hosted.cancel();
      }
    });
  }

  /** How many calls of other nodes are here and have not ended. */
  int size() {
    return running.size();
  }
}
