package org.akkaray.runtime.node;

import java.util.Map;
import java.util.Set;
import org.akkaray.RayConfig;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorHandleImpl;
import org.akkaray.runtime.actor.ActorSubmitter;
import org.akkaray.runtime.function.FunctionCodec;
import org.akkaray.runtime.group.GroupDirectory;
import org.akkaray.runtime.group.LivePlacementGroup;
import org.akkaray.runtime.group.PlacementGroupHandle;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.remote.BorrowedRef;
import org.akkaray.runtime.task.CallSubmitter;
import org.akkaray.runtime.task.Demands;
import org.akkaray.runtime.task.ExecutionContext;
import org.akkaray.runtime.task.ObjectReader;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.task.TaskPlacement;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what one job needs on this node.
 *
 * @param labels of the node
 * @param placement null on a node that is alone
 */
record JobBootstrap(
    RayConfig config,
    UniqueId nodeId,
    String nodeName,
    NodeParts node,
    Map<String, String> labels,
    @Nullable TaskPlacement placement) {

  /** What stays what it is wherever it stands in a value. */
  private static final Set<Class<?>> REFERENCES =
      Set.of(
          ObjectRefImpl.class,
          BorrowedRef.class,
          ActorHandleImpl.class,
          LivePlacementGroup.class,
          PlacementGroupHandle.class);

  /**
   * What the job's calls need, for its runtime, which is not put together yet.
   *
   * @param loader knows the job's classes
   * @param isDrivers whether the driver runs in this JVM
   */
  Services services(JobRuntime runtime, @Nullable ClassLoader loader, boolean isDrivers) {
    ClusterParts cluster = node.cluster();
    ObjectStore store = node.store();
    ValueCodec values =
        cluster == null
            ? new ValueCodec(store, config.getInlineObjectLimit(), loader, REFERENCES)
            : new ValueCodec(
                store,
                config.getInlineObjectLimit(),
                loader,
                REFERENCES,
                cluster.runtime().objects()::delete,
                true);
    return new Services(
        runtime,
        nodeName,
        values,
        new FunctionCodec(values),
        node.scheduler(),
        node.timer(),
        placement,
        isDrivers ? null : loader,
        node.lineage());
  }

  /**
   * Puts the job's runtime together.
   *
   * @param groups keeps the job's placement groups
   */
  void assemble(
      JobRuntime runtime,
      Services services,
      JobId job,
      String namespace,
      RuntimeEnv runtimeEnv,
      GroupDirectory groups) {
    CallSubmitter calls =
        new CallSubmitter(
            services,
            ExecutionContext.ofDriver(runtime, TaskId.forDriver(job)),
            new Demands(nodeId, labels, placement == null));
    runtime.assemble(
        new JobParts(
            node,
            services,
            calls,
            new ObjectReader(runtime, services.values(), runtime::isClosed),
            new ActorSubmitter(
                calls, node.actorTable(), job, namespace, config.getDefaultActorLifetime()),
            job,
            namespace,
            runtimeEnv,
            groups));
  }
}
