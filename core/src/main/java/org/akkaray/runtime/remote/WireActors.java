package org.akkaray.runtime.remote;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.akkaray.function.RayFunc;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.options.ActorCreationOptions;
import org.akkaray.options.CallOptions;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.runtime.actor.ActorSpec;
import org.akkaray.runtime.actor.ConcurrencyLayout;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.akkaray.runtime.function.FunctionImage;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.GeneratorStream;
import org.akkaray.runtime.task.ReturnShape;
import org.akkaray.runtime.wire.ActorCall;
import org.akkaray.runtime.wire.ActorDescription;
import org.akkaray.runtime.wire.CallGroup;
import org.akkaray.runtime.wire.CreateActor;
import org.akkaray.runtime.wire.Strategy;

/** Actors and their calls as they are sent. Thread-safe. */
final class WireActors {
  private final UniqueId self;
  private final FunctionNumbers functions;

  WireActors(UniqueId self, FunctionNumbers functions) {
    this.self = self;
    this.functions = functions;
  }

  static ActorId actor(ByteString bytes) {
    return ActorId.fromByteBuffer(bytes.asReadOnlyByteBuffer());
  }

  /** What callers must know of an actor that has no place yet. */
  static ActorDescription describe(ActorSpec spec) {
    return ActorDescription.newBuilder()
        .setDisplayName(spec.displayName())
        .setMaxTaskRetries(spec.options().getMaxTaskRetries())
        .setMaxPendingCalls(spec.options().getMaxPendingCalls())
        .setMaxRestarts(spec.options().getMaxRestarts())
        .setOrdered(spec.isOrdered())
        .build();
  }

  /** As {@link #describe(ActorSpec)}, of what another node has sent. */
  static ActorDescription describe(CreateActor wire) {
    String type = wire.getFunction().getImplementationClass().replace('/', '.');
    String simple = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
    return ActorDescription.newBuilder()
        .setDisplayName(
            wire.getName().isEmpty()
                ? simple + " " + idOf(wire)
                : simple + " \"" + wire.getName() + "\"")
        .setMaxTaskRetries(wire.getMaxTaskRetries())
        .setMaxPendingCalls(wire.getMaxPendingCalls())
        .setMaxRestarts(wire.getMaxRestarts())
        .setOrdered(
            wire.getGroupsCount() == 1
                && wire.getGroups(0).getMaxConcurrency() == 1
                && !wire.getOutOfOrder())
        .build();
  }

  static ActorId idOf(CreateActor wire) {
    return ActorId.of(wire.getTaskHigh(), wire.getTaskLow());
  }

  /**
   * An actor as this node has created it. What its arguments refer to is lent to this node itself,
   * for whoever will construct the actor, however often.
   */
  CreateActor toWire(ActorSpec spec, JobContext job) {
    CallSpec call = spec.construction();
    ActorCreationOptions options = spec.options();
    CreateActor.Builder wire =
        CreateActor.newBuilder()
            .setTaskHigh(call.taskHigh())
            .setTaskLow(call.taskLow())
            .putAllDemand(spec.demand().toMap())
            .putAllResources(options.getResources())
            .setNamespace(spec.namespace())
            .setDetached(spec.detached())
            .setMaxRestarts(options.getMaxRestarts())
            .setMaxTaskRetries(options.getMaxTaskRetries())
            .setMaxPendingCalls(options.getMaxPendingCalls())
            .setOutOfOrder(options.allowsOutOfOrderExecution())
            .setStrategy(WireOptions.toWire(options.getSchedulingStrategy()))
            .setOwner(Ids.toWire(self))
            .setJob(spec.job().value())
            .setJobDefinition(job.definition());
    if (spec.name() != null) {
      wire.setName(spec.name());
    }
    FunctionImage image = job.services().functions().image(call.function());
    wire.setFunction(FunctionNumbers.toWire(image.code(), 0));
    for (Object captured : image.captured()) {
      wire.addCaptured(job.values().toWire(captured, self));
    }
    for (Object argument : call.arguments()) {
      wire.addArguments(WireCalls.argumentToWire(argument, job, self));
    }
    for (ConcurrencyLayout.Group group : spec.layout().groups()) {
      wire.addGroups(
          CallGroup.newBuilder().setName(group.name()).setMaxConcurrency(group.maxConcurrency()));
    }
    return wire.putAllGroupOfMethod(spec.layout().byMethod()).build();
  }

  /** What an actor of another node is made of, in its job's classes. */
  ActorSpec fromWire(CreateActor wire, JobContext job) {
    UniqueId from = Ids.node(wire.getOwner());
    RayFunc function =
        job.revive(
            new FunctionImage(
                FunctionNumbers.fromWire(wire.getFunction()),
                WireCalls.values(wire.getCapturedList(), job, from)));
    ActorCreationOptions.Builder options =
        new ActorCreationOptions.Builder()
            .setResources(wire.getResourcesMap())
            .setMaxRestarts(wire.getMaxRestarts())
            .setMaxTaskRetries(wire.getMaxTaskRetries())
            .setMaxConcurrency(wire.getGroups(0).getMaxConcurrency())
            .setAllowOutOfOrderExecution(wire.getOutOfOrder());
    List<ConcurrencyLayout.Group> groups = new ArrayList<>();
    wire.getGroupsList()
        .forEach(group ->
            groups.add(new ConcurrencyLayout.Group(group.getName(), group.getMaxConcurrency())));
    String name = wire.getName().isEmpty() ? null : wire.getName();
    if (name != null) {
      options.setName(name);
    }
    return new ActorSpec(
        idOf(wire),
        JobId.fromInt(wire.getJob()),
        new CallSpec(
            wire.getTaskHigh(),
            wire.getTaskLow(),
            FunctionDescriptor.of(function),
            function,
            WireCalls.values(wire.getArgumentsList(), job, from),
            CallOptions.DEFAULT,
            ReturnShape.SINGLE),
        options.build(),
        ResourceSet.of(wire.getDemandMap()),
        ConcurrencyLayout.of(groups, wire.getGroupOfMethodMap()),
        name,
        wire.getNamespace(),
        wire.getDetached(),
        wire.hasState()
            ? job.values().value(wire.getState(), Ids.node(wire.getMovedFrom()), false)
            : null);
  }

  static SchedulingStrategy strategy(Strategy wire) {
    if (wire.getSpread()) {
      return SchedulingStrategy.SPREAD;
    }
    if (wire.hasNode()) {
      return new SchedulingStrategy.NodeAffinity(Ids.node(wire.getNode()), wire.getSoft());
    }
    return wire.getHardLabelsCount() + wire.getSoftLabelsCount() > 0
        ? new SchedulingStrategy.NodeLabels(wire.getHardLabelsMap(), wire.getSoftLabelsMap())
        : SchedulingStrategy.DEFAULT;
  }

  /** A call, for the actor's node. */
  ActorCall.Builder toWire(RemoteActorCall call, int epoch, UniqueId to) {
    JobContext job = call.job();
    ActorCall.Builder wire =
        ActorCall.newBuilder()
            .setTaskHigh(call.taskHigh())
            .setTaskLow(call.taskLow())
            .setAttempt(call.attempt())
            .setActor(Ids.bytes(call.actor().id()))
            .setEpoch(epoch)
            .setShape(call.shape());
    FunctionImage image = job.services().functions().image(call.function());
    wire.setFunction(functions.numberFor(image.code(), to));
    for (Object captured : image.captured()) {
      wire.addCaptured(job.values().toWire(captured, to));
    }
    for (Object argument : call.frozenArguments()) {
      wire.addArguments(WireCalls.argumentToWire(argument, job, to));
    }
    if (call.options() != CallOptions.DEFAULT) {
      wire.setOptions(WireOptions.toWire(call.options()));
    }
    if (call.returns() instanceof GeneratorStream<?> stream) {
      wire.setSkip(stream.published());
    }
    return wire;
  }

  /**
   * What an actor of this node is asked to do.
   *
   * @param actors the actor's job, whose classes are the actor's
   * @param values of the caller's references, in those classes
   */
  CallSpec fromWire(
      ActorCall wire, JobContext actors, WireValues values, UniqueId from, ReturnShape shape) {
    RayFunc function =
        actors.revive(
            new FunctionImage(
                functions.function(from, wire.getFunction()),
                values.all(wire.getCapturedList(), from)));
    return new CallSpec(
        wire.getTaskHigh(),
        wire.getTaskLow(),
        FunctionDescriptor.of(function),
        function,
        values.all(wire.getArgumentsList(), from),
        WireOptions.fromWire(wire.getOptions(), actors.loader()),
        shape,
        wire.getAttempt());
  }

  /** The task that a call of an actor is. */
  static TaskId task(ActorCall wire) {
    return TaskId.of(wire.getTaskHigh(), wire.getTaskLow());
  }
}
