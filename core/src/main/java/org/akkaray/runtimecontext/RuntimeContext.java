package org.akkaray.runtimecontext;

import java.util.List;
import org.akkaray.BaseActorHandle;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.jspecify.annotations.Nullable;

/**
 * What code can ask about where and as what it runs: valid on the thread that asked for it, while
 * its call runs.
 */
public interface RuntimeContext {
  /** The job that the caller belongs to. */
  JobId getCurrentJobId();

  /** The task that runs: the driver's id outside of tasks and actors. */
  TaskId getCurrentTaskId();

  /** The actor whose method runs; {@link ActorId#NIL} outside of actors. */
  ActorId getCurrentActorId();

  /** The node that the caller runs on. */
  UniqueId getCurrentNodeId();

  /** How often the running call was run before: 0 in the first attempt, and in a driver. */
  int getAttemptNumber();

  /**
   * Whether the actor that runs was created again after it ended unexpectedly.
   *
   * @throws IllegalStateException outside of actors
   */
  boolean wasCurrentActorRestarted();

  /** Always false: the embedded node is a whole one. */
  default boolean isLocalMode() {
    return false;
  }

  /** All nodes of the cluster, those that died included. */
  List<NodeInfo> getAllNodeInfo();

  /**
   * All actors of all jobs, those that died recently included. A change of state shows a moment
   * after it happened.
   */
  default List<ActorInfo> getAllActorInfo() {
    return getAllActorInfo(null, null);
  }

  /**
   * The actors of a job in a state.
   *
   * @param job null for all jobs
   * @param state null for all states
   */
  List<ActorInfo> getAllActorInfo(@Nullable JobId job, @Nullable ActorState state);

  /**
   * A handle to the actor whose method runs.
   *
   * @throws IllegalStateException outside of actors
   */
  <T extends BaseActorHandle> T getCurrentActorHandle();

  /** The numbers of the graphics processors that the running call or actor holds. */
  List<Long> getGpuIds();

  /** The job's namespace. */
  String getNamespace();

  /** The runtime environment that the caller runs in. */
  RuntimeEnv getCurrentRuntimeEnv();
}
