package org.akkaray.runtime.remote;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorSpec;
import org.akkaray.runtime.actor.LocalActor;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.ReturnShape;
import org.akkaray.runtime.wire.ActorCall;
import org.akkaray.runtime.wire.ActorGone;
import org.akkaray.runtime.wire.CallResult;
import org.akkaray.runtime.wire.CancelCall;
import org.akkaray.runtime.wire.CreateActor;
import org.akkaray.runtime.wire.FailureMessage;
import org.akkaray.runtime.wire.KillActor;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The actors that this node hosts for others, and what others call here. Thread-safe. */
final class HostedActors {
  private static final Logger log = LoggerFactory.getLogger(HostedActors.class);

  /** How long calls wait that arrive before their actor, which comes another way. */
  private static final long EARLY_SECONDS = 5;

  private record Key(UniqueId caller, TaskId task, int attempt) {}

  private final NodeContext node;
  private final RemoteObjects objects;
  private final WireActors wire;
  private final ActorNodes nodes;
  private final ActorParts parts;
  private final OpenAnswers answers;
  private final Map<ActorId, CreateActor> specs = new ConcurrentHashMap<>();

  /** The jobs of the actors that came from other nodes: a detached one outlives its job. */
  private final Map<ActorId, JobContext> homes = new ConcurrentHashMap<>();

  private final Map<Key, HostedReturns> running = new ConcurrentHashMap<>();
  private final Map<ActorId, Queue<Runnable>> early = new ConcurrentHashMap<>();
  private final Map<ActorId, Failure> neverMade = new ConcurrentHashMap<>();

  HostedActors(
      NodeContext node,
      RemoteObjects objects,
      WireActors wire,
      ActorNodes nodes,
      ActorParts parts,
      OpenAnswers answers) {
    this.node = node;
    this.objects = objects;
    this.wire = wire;
    this.nodes = nodes;
    this.parts = parts;
    this.answers = answers;
  }

  void onCreate(UniqueId from, JobContext job, CreateActor message) {
    nodes.arrived(from);
    host(job, message);
  }

  /** Has an actor live here. */
  void host(JobContext job, CreateActor message) {
    ActorId id = WireActors.idOf(message);
    LocalActor present = parts.table().local(id);
    if (present != null && !present.isOver()) {
      log.debug("Actor {} is here already.", id);
      return;
    }
    specs.put(id, message);
    homes.put(id, job);
    try {
      ActorSpec spec = wire.fromWire(message, job);
      parts.table().hostForOthers(spec, job.services(), message.getEpoch());
    } catch (RuntimeException | LinkageError e) {
      specs.remove(id);
      homes.remove(id);
      Failure reason =
          new Failure.ActorDied(
              id,
              "Actor "
                  + WireActors.describe(message).getDisplayName()
                  + " could not be created on node "
                  + job.services().nodeName()
                  + ": "
                  + e.getMessage(),
              job.services().values().freezeThrowable(e));
      neverMade.put(id, reason);
      parts.directory().died(id, reason);
      admitEarly(id);
    }
  }

  /** What a node has created that lives here; null if that was this node itself. */
  @Nullable UniqueId ownerOf(ActorId id) {
    CreateActor known = specs.get(id);
    return known == null ? null : Ids.node(known.getOwner());
  }

  /** An actor is here from now on, or its state has changed. */
  void changed(LocalActor actor) {
    ActorId id = actor.spec().id();
    admitEarly(id);
    CreateActor known = specs.get(id);
    parts.directory().hosted(actor, known == null ? CreateActor.getDefaultInstance() : known);
    if (actor.isOver()) {
      specs.remove(id);
      homes.remove(id);
    }
  }

  /** What a job asks for that cannot run here. */
  void refuse(UniqueId from, Message message, String reason) {
    if (message.hasCreateActor()) {
      ActorId id = WireActors.idOf(message.getCreateActor());
      Failure failure =
          new Failure.ActorDied(
              id,
              "Actor "
                  + WireActors.describe(message.getCreateActor()).getDisplayName()
                  + " could not be created: "
                  + reason,
              null);
      neverMade.put(id, failure);
      parts.directory().died(id, failure);
      admitEarly(id);
      return;
    }
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

  // Calls.

  void onCall(UniqueId from, JobContext job, ActorCall call) {
    AtomicInteger open = answers.begin(from);
    Key key = new Key(from, WireActors.task(call), call.getAttempt());
    ActorId id = WireActors.actor(call.getActor());
    whenHere(
        id,
        () -> {
          LocalActor actor = parts.table().local(id);
          if (actor != null && call.getEpoch() <= actor.epoch()) {
            run(actor, key, job, call, open);
            return;
          }
          Failure death = actor == null ? deathOf(id) : null;
          if (death != null) {
            returns(key, job, job.values(), call, open).fail(death);
          } else {
            refuse(key, call);
            answers.answered(from, open);
          }
        });
  }

  private @Nullable Failure deathOf(ActorId id) {
    Failure death = parts.table().deathOf(id);
    return death != null ? death : neverMade.get(id);
  }

  private void run(LocalActor actor, Key key, JobContext job, ActorCall call, AtomicInteger open) {
    JobContext home = homes.get(actor.spec().id());
    JobContext owning = home != null ? home : parts.jobs().of(actor.services().runtime());
    WireValues values = owning == job ? job.values() : job.valuesIn(owning);
    HostedReturns returns = returns(key, job, values, call, open);
    running.put(key, returns);
    try {
      ReturnShape shape = (invocation, runtime, high, low, options) -> returns.by(invocation);
      CallSpec spec = wire.fromWire(call, owning, values, key.caller, shape);
      actor.submitForOthers(spec, actor.handle(), key.caller);
    } catch (RuntimeException | LinkageError e) {
      returns.fail(
          new Failure.CallFailed(
              "method of " + actor.spec().displayName(),
              job.services().nodeName(),
              call.getAttempt(),
              actor.services().values().freezeThrowable(e)));
    }
  }

  private HostedReturns returns(
      Key key, JobContext job, WireValues values, ActorCall call, AtomicInteger open) {
    boolean several = call.getShape() == 1;
    return new HostedReturns(
        node,
        job,
        values,
        objects,
        key.caller,
        key.task,
        key.attempt,
        several ? call.getOptions().getNumReturns() : 1,
        several,
        () -> {
          running.remove(key);
          answers.answered(key.caller, open);
        });
  }

  private void refuse(Key key, ActorCall call) {
    node.send(
        key.caller,
        Message.newBuilder()
            .setActorGone(
                ActorGone.newBuilder()
                    .setActor(call.getActor())
                    .setEpoch(call.getEpoch())
                    .setTaskHigh(call.getTaskHigh())
                    .setTaskLow(call.getTaskLow())
                    .setAttempt(call.getAttempt())));
  }

  /** Calls of one actor that come before it stay in order. */
  private void whenHere(ActorId id, Runnable use) {
    if (early.isEmpty() && isSettled(id)) {
      use.run();
      return;
    }
    synchronized (early) {
      Queue<Runnable> queue = early.get(id);
      if (queue == null && isSettled(id)) {
        use.run();
        return;
      }
      if (queue == null) {
        queue = new ArrayDeque<>();
        early.put(id, queue);
        parts.timer().schedule(() -> admitEarly(id), EARLY_SECONDS, TimeUnit.SECONDS);
      }
      queue.add(use);
    }
  }

  private boolean isSettled(ActorId id) {
    return parts.table().local(id) != null || deathOf(id) != null;
  }

  private void admitEarly(ActorId id) {
    if (early.isEmpty()) {
      return;
    }
    synchronized (early) {
      Queue<Runnable> queue = early.get(id);
      if (queue != null) {
        queue.forEach(Runnable::run);
        early.remove(id);
      }
    }
  }

  /** A call of this node, of an actor that was not here when the caller heard of it. */
  void callFromHere(RemoteActorCall call) {
    ActorId id = call.actor().id();
    whenHere(
        id,
        () -> {
          Returns returns = call.forward();
          LocalActor actor = parts.table().local(id);
          if (actor == null) {
            Failure death = deathOf(id);
            Failure reason =
                death != null
                    ? death
                    : new Failure.ActorDied(
                        id, "Actor " + call.actor().displayName() + " is gone.", null);
            Thread.startVirtualThread(() -> returns.fail(reason));
            return;
          }
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
        });
  }

  /** Cancels; false if it is none of an actor's calls. */
  boolean onCancel(UniqueId from, CancelCall cancel) {
    HostedReturns returns =
        running.get(
            new Key(
                from, TaskId.of(cancel.getTaskHigh(), cancel.getTaskLow()), cancel.getAttempt()));
    if (returns == null) {
      return false;
    }
    Producer producer = returns.producer();
    if (producer != null) {
      producer.cancel();
    }
    return true;
  }

  void onKill(KillActor kill) {
    ActorId id = WireActors.actor(kill.getActor());
    whenHere(
        id,
        () -> {
          LocalActor actor = parts.table().local(id);
          if (actor == null) {
            return;
          }
          if (kill.getUnreachable()) {
            actor.end(
                new Failure.ActorDied(
                    id,
                    "Actor "
                        + actor.spec().displayName()
                        + " ended because nobody held a handle of it any more.",
                    null));
          } else {
            actor.kill(kill.getNoRestart());
          }
        });
  }

  /** A node is gone: nobody waits for its calls, and the actors of its driver's jobs end. */
  void nodeDown(UniqueId gone) {
    running.forEach((key, returns) -> {
      Producer producer = returns.producer();
      if (key.caller.equals(gone) && producer != null) {
        producer.cancel();
      }
    });
    for (LocalActor actor : parts.table().all()) {
      JobContext job = parts.jobs().of(actor.services().runtime());
      if (!actor.spec().detached() && job != null && job.driver().equals(gone)) {
        endWithJob(actor);
      }
    }
  }

  /** A job is over, and with it its actors but the detached ones. */
  void jobEnded(JobId job) {
    for (LocalActor actor : parts.table().all()) {
      if (!actor.spec().detached() && actor.spec().job().equals(job)) {
        endWithJob(actor);
      }
    }
  }

  private static void endWithJob(LocalActor actor) {
    Thread.startVirtualThread(() ->
        actor.end(
            new Failure.ActorDied(
                actor.spec().id(),
                "Actor " + actor.spec().displayName() + " ended with its job.",
                null)));
  }

  /** How many calls of other nodes are here and have not ended. */
  int size() {
    return running.size();
  }
}
