package org.akkaray.runtime.node;

import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import java.util.List;
import java.util.UUID;
import org.akkaray.RayConfig;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.Version;
import org.akkaray.runtime.actor.ActorHandleImpl;
import org.akkaray.runtime.actor.ActorSubmitter;
import org.akkaray.runtime.actor.ActorTable;
import org.akkaray.runtime.cluster.ActorSystems;
import org.akkaray.runtime.cluster.ClusterMember;
import org.akkaray.runtime.cluster.ClusterSettings;
import org.akkaray.runtime.cluster.HostAndPort;
import org.akkaray.runtime.cluster.NodeIdentity;
import org.akkaray.runtime.cluster.NodeRole;
import org.akkaray.runtime.function.FunctionCodec;
import org.akkaray.runtime.gcs.ControlStore;
import org.akkaray.runtime.gcs.InMemoryControlStore;
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
   * Starts what a driver needs in this JVM: a node of its own, alone or, if the configuration has
   * an address, as a driver in that cluster.
   *
   * @throws IllegalStateException if it cannot, in one sentence: what, where, what to do
   */
  public static RayRuntime start(RayConfig config) {
    return start(config, config.getAddress().isEmpty() ? NodeRole.NODE : NodeRole.DRIVER);
  }

  /**
   * Starts a node that runs what others submit: the first of a cluster, or, if the configuration
   * has an address, one more.
   *
   * @throws IllegalStateException if it cannot, in one sentence: what, where, what to do
   */
  static RayNode startNode(RayConfig config) {
    return start(config, NodeRole.NODE);
  }

  private static RayNode start(RayConfig config, NodeRole role) {
    JvmFlags.requireForNode();
    CarrierThreads.provideFor(config.getCpus());
    RayNode node = new RayNode();
    UniqueId nodeId = UniqueId.randomId();
    String nodeName = config.getNodeName().isEmpty() ? nodeId.toString() : config.getNodeName();
    String namespace =
        config.getNamespace().isEmpty() ? UUID.randomUUID().toString() : config.getNamespace();

    ClusterMember member =
        ActorSystems.start(
            new ClusterSettings(
                role,
                config.getAddress().isEmpty() ? List.of() : HostAndPort.parse(config.getAddress()),
                config.getClusterConfig()),
            new NodeIdentity(nodeId, nodeName, config.getTotalResources(), config.getLabels()),
            Version.current());
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
        new Services(
            node, nodeName, values, new FunctionCodec(values), scheduler, Timers.create(), null);

    ControlStore controlStore = new InMemoryControlStore();
    JobId job = controlStore.nextJob();
    CallSubmitter calls =
        new CallSubmitter(
            services,
            ExecutionContext.ofDriver(node, TaskId.forDriver(job)),
            new Demands(nodeId, config.getLabels(), true));
    ActorTable actorTable = new ActorTable(services, controlStore, nodeId);
    controlStore.putNode(member.membership().self().record());
    actorTable.host(ClusterSharding.get(member.system()));

    node.assemble(
        new NodeParts(
            member,
            services,
            store,
            calls,
            new ObjectReader(node, values, node::isClosed),
            new ActorSubmitter(calls, actorTable, job, namespace, config.getDefaultActorLifetime()),
            actorTable,
            new PlacementGroupTable(ledger, namespace),
            controlStore,
            member.membership().self().record(),
            job,
            namespace,
            config.getRuntimeEnv() != null
                ? config.getRuntimeEnv()
                : new RuntimeEnv.Builder().build()));
    member.membership().subscribe(new NodeTable(controlStore));
    try {
      member.join();
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
    return node;
  }
}
