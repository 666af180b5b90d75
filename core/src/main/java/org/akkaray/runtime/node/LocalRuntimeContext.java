package org.akkaray.runtime.node;

import java.util.List;
import java.util.Map;
import org.akkaray.BaseActorHandle;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.options.BaseTaskOptions;
import org.akkaray.runtime.actor.ActorBound;
import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtime.gcs.ControlStore;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtime.scheduler.Lease;
import org.akkaray.runtime.task.ExecutionContext;
import org.akkaray.runtime.task.Invocation;
import org.akkaray.runtimecontext.ActorInfo;
import org.akkaray.runtimecontext.ActorState;
import org.akkaray.runtimecontext.Address;
import org.akkaray.runtimecontext.NodeInfo;
import org.akkaray.runtimecontext.RuntimeContext;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.jspecify.annotations.Nullable;

/**
 * What a caller can ask about itself and the cluster: a view of its execution context and of the
 * control store.
 */
record LocalRuntimeContext(
    ExecutionContext caller,
    JobId job,
    String namespace,
    NodeRecord node,
    ControlStore controlStore,
    RuntimeEnv runtimeEnv)
    implements RuntimeContext {

  @Override
  public JobId getCurrentJobId() {
    return job;
  }

  @Override
  public TaskId getCurrentTaskId() {
    return caller.taskId();
  }

  @Override
  public ActorId getCurrentActorId() {
    return caller.invocation() instanceof ActorBound bound
        ? bound.actor().spec().id()
        : ActorId.NIL;
  }

  @Override
  public UniqueId getCurrentNodeId() {
    return node.id();
  }

  @Override
  public int getAttemptNumber() {
    return caller.invocation() == null ? 0 : caller.invocation().attempt();
  }

  @Override
  public boolean wasCurrentActorRestarted() {
    return inActor().epoch() > 0;
  }

  @Override
  public List<NodeInfo> getAllNodeInfo() {
    return controlStore.nodes().stream()
        .map(known ->
            new NodeInfo(
                known.id(),
                known.address(),
                known.name(),
                known.port(),
                "",
                "",
                known.alive(),
                known.resources(),
                known.labels()))
        .toList();
  }

  @Override
  public List<ActorInfo> getAllActorInfo(@Nullable JobId ofJob, @Nullable ActorState inState) {
    return controlStore.actors().stream()
        .filter(actor -> ofJob == null || ofJob.equals(actor.job()))
        .filter(actor -> inState == null || inState == actor.state())
        .map(this::info)
        .toList();
  }

  private ActorInfo info(ActorRecord actor) {
    return new ActorInfo(
        actor.id(),
        actor.state(),
        actor.restarts(),
        new Address(actor.node(), node.address(), node.port()),
        actor.name());
  }

  @Override
  @SuppressWarnings("unchecked") // the caller says what its actor is
  public <T extends BaseActorHandle> T getCurrentActorHandle() {
    return (T) inActor().actor().handle();
  }

  private ActorBound inActor() {
    if (caller.invocation() instanceof ActorBound bound) {
      return bound;
    }
    throw new IllegalStateException("Asked about the current actor outside of an actor.");
  }

  @Override
  public List<Long> getGpuIds() {
    double gpus = held().getOrDefault(BaseTaskOptions.GPU, 0.0);
    Lease lease =
        caller.invocation() instanceof ActorBound bound ? bound.actor().lease() : caller.lease();
    return gpus == 0 || lease == null ? List.of() : List.copyOf(lease.gpuIds(gpus));
  }

  private Map<String, Double> held() {
    return switch (caller.invocation()) {
      case null -> Map.of();
      case ActorBound bound -> bound.actor().spec().options().getResources();
      case Invocation task -> task.options().getResources();
    };
  }

  @Override
  public String getNamespace() {
    return namespace;
  }

  @Override
  public RuntimeEnv getCurrentRuntimeEnv() {
    return runtimeEnv;
  }
}
