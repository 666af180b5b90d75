package org.akkaray.runtime.node;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.Cluster;
import java.util.Map;
import java.util.UUID;
import org.akkaray.RayConfig;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.actor.ActorHandleImpl;
import org.akkaray.runtime.actor.ActorSubmitter;
import org.akkaray.runtime.actor.ActorTable;
import org.akkaray.runtime.function.FunctionCodec;
import org.akkaray.runtime.gcs.ControlStore;
import org.akkaray.runtime.gcs.InMemoryControlStore;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ObjectStoreProvider;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.scheduler.LocalScheduler;
import org.akkaray.runtime.scheduler.ResourceLedger;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.task.CallSubmitter;
import org.akkaray.runtime.task.Demands;
import org.akkaray.runtime.task.ExecutionContext;
import org.akkaray.runtime.task.ObjectReader;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtimeenv.RuntimeEnv;

/** Puts the parts of a node together. */
public final class NodeBootstrap {
  private NodeBootstrap() {}

  /**
   * Starts a node in this JVM.
   *
   * @throws IllegalStateException if it cannot, in one sentence: what, where, what to do
   */
  public static RayRuntime start(RayConfig config) {
    if (!config.getAddress().isEmpty()) {
      throw new IllegalStateException(
          "ray.address is "
              + config.getAddress()
              + ", but this version runs on one node only: leave ray.address empty.");
    }
    JvmFlags.requireForNode();
    CarrierThreads.provideFor(config.getCpus());
    RayNode node = new RayNode();
    UniqueId nodeId = UniqueId.randomId();
    String nodeName = config.getNodeName().isEmpty() ? nodeId.toString() : config.getNodeName();
    String namespace =
        config.getNamespace().isEmpty() ? UUID.randomUUID().toString() : config.getNamespace();

    ResourceLedger ledger =
        new ResourceLedger(ResourceSet.of(config.getTotalResources()), System::nanoTime);
    LocalScheduler scheduler = new LocalScheduler(ledger, System::nanoTime);
    ObjectStore store =
        ObjectStoreProvider.installed()
            .open(
                new ObjectStoreProvider.Settings(
                    nodeId.toString(),
                    config.getObjectStoreMemory(),
                    config.getObjectStoreFolder(),
                    config.getObjectSpillFolder(),
                    config.getObjectSpillLimit()));
    ValueCodec values =
        new ValueCodec(
            store,
            config.getInlineObjectLimit(),
            ObjectRefImpl.class,
            ActorHandleImpl.class,
            PlacementGroupTable.LocalPlacementGroup.class);
    Services services =
        new Services(node, nodeName, values, new FunctionCodec(values), scheduler, Timers.create());

    ControlStore controlStore = new InMemoryControlStore();
    JobId job = controlStore.nextJob();
    CallSubmitter calls =
        new CallSubmitter(
            services,
            ExecutionContext.ofDriver(node, TaskId.forDriver(job)),
            new Demands(nodeId, config.getLabels()));
    ActorTable actorTable = new ActorTable(services, controlStore, nodeId);
    ActorSystem<Void> actorSystem = ActorSystems.startAlone();
    NodeRecord record =
        new NodeRecord(
            nodeId,
            nodeName,
            Cluster.get(actorSystem).selfMember().address().host().get(),
            (Integer) Cluster.get(actorSystem).selfMember().address().port().get(),
            true,
            Map.copyOf(config.getTotalResources()),
            config.getLabels());
    controlStore.putNode(record);
    actorTable.host(ClusterSharding.get(actorSystem));

    node.assemble(
        new NodeParts(
            actorSystem,
            services,
            store,
            calls,
            new ObjectReader(node, values, node::isClosed),
            new ActorSubmitter(calls, actorTable, job, namespace, config.getDefaultActorLifetime()),
            actorTable,
            new PlacementGroupTable(ledger, namespace),
            controlStore,
            record,
            job,
            namespace,
            config.getRuntimeEnv() != null
                ? config.getRuntimeEnv()
                : new RuntimeEnv.Builder().build()));
    return node;
  }
}
