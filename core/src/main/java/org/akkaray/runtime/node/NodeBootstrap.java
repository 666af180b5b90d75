package org.akkaray.runtime.node;

import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.akkaray.RayConfig;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.Version;
import org.akkaray.runtime.actor.ActorTable;
import org.akkaray.runtime.cluster.ActorSystems;
import org.akkaray.runtime.cluster.ClusterMember;
import org.akkaray.runtime.cluster.ClusterSettings;
import org.akkaray.runtime.cluster.HostAndPort;
import org.akkaray.runtime.cluster.NodeIdentity;
import org.akkaray.runtime.cluster.NodeRole;
import org.akkaray.runtime.cluster.StartingMember;
import org.akkaray.runtime.gcs.ClusterControlStore;
import org.akkaray.runtime.gcs.ControlClient;
import org.akkaray.runtime.gcs.ControlStore;
import org.akkaray.runtime.gcs.GlobalControlStore;
import org.akkaray.runtime.gcs.InMemoryControlStore;
import org.akkaray.runtime.gcs.JobRecord;
import org.akkaray.runtime.group.OneNodeBundles;
import org.akkaray.runtime.job.FunctionTableCode;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ObjectStoreProvider;
import org.akkaray.runtime.remote.CallSpecs;
import org.akkaray.runtime.scheduler.LocalScheduler;
import org.akkaray.runtime.scheduler.ResourceLedger;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.task.Lineage;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a node together. */
public final class NodeBootstrap {
  private static final int DRAWN_JOBS = 1 << 30;

  private NodeBootstrap() {}

  /**
   * Starts what a driver needs in this JVM: a node of its own, alone or, if the configuration has
   * an address, as a driver in that cluster.
   *
   * @throws IllegalStateException if it cannot, in one sentence: what, where, what to do
   */
  public static RayRuntime start(RayConfig config) {
    String address = config.getAddress();
    return address.isEmpty()
        ? start(config, NodeRole.NODE, address, true)
        : start(config, NodeRole.DRIVER, address, false);
  }

  /**
   * Starts a node that runs what others submit: the first of a cluster, or, if the configuration
   * has an address, one more.
   *
   * @throws IllegalStateException if it cannot, in one sentence: what, where, what to do
   */
  static JobRuntime startNode(RayConfig config) {
    return startNode(config, config.getAddress());
  }

  /** As above, with a cluster to join that is not the configuration's. */
  static JobRuntime startNode(RayConfig config, String address) {
    return start(config, NodeRole.NODE, address, false);
  }

  private static JobRuntime start(RayConfig config, NodeRole role, String address, boolean alone) {
    JvmFlags.requireForNode();
    ActorSystems.checkHost(config.getClusterConfig()); // before anything listens there
    ActorSystems.checkPort(config.getClusterConfig()); // or a store of that name is opened
    CarrierThreads.provideFor(config.getCpus());
    StartingMember starting =
        ActorSystems.begin(
            new ClusterSettings(
                role,
                address.isEmpty() ? List.of() : HostAndPort.parse(address),
                config.getClusterConfig()));
    try {
      return start(config, role, address, alone, starting);
    } catch (RuntimeException | Error e) {
      starting.abandon();
      throw e;
    }
  }

  private static JobRuntime start(
      RayConfig config, NodeRole role, String address, boolean alone, StartingMember starting) {
    UniqueId nodeId = UniqueId.randomId();
    String nodeName = config.getNodeName().isEmpty() ? nodeId.toString() : config.getNodeName();
    LocalScheduler scheduler =
        new LocalScheduler(
            new ResourceLedger(ResourceSet.of(config.getTotalResources()), System::nanoTime),
            System::nanoTime);
    ScheduledExecutorService timer = Timers.create();
    ObjectStore store =
        ObjectStoreProvider.installed()
            .open(
                new ObjectStoreProvider.Settings(
                    nodeId.toString(),
                    config.getObjectStoreMemory(),
                    config.getObjectStoreFolder(),
                    config.getObjectSpillFolder(),
                    config.getObjectSpillLimit(),
                    config.getObjectSpillThreshold(),
                    config.isRecordObjectCreationSites()));
    @Nullable ClusterParts cluster = null;
    @Nullable NodeControlStore durable = null;
    ClusterMember member;
    try {
      durable =
          alone
              ? NodeControlStore.alone(config.getClusterConfig())
              : address.isEmpty()
                  ? NodeControlStore.beginning(config.getClusterConfig())
                  : NodeControlStore.following(role);
      cluster = alone ? null : ClusterParts.open(nodeId, config, scheduler, store, timer);
      member =
          starting.member(
              new NodeIdentity(
                  nodeId,
                  nodeName,
                  config.getTotalResources(),
                  config.getLabels(),
                  cluster == null ? Map.of() : endpoints(cluster, durable)),
              Version.current());
    } catch (RuntimeException | Error e) {
      if (durable != null) {
        durable.close();
      }
      if (cluster != null) {
        cluster.close();
      }
      timer.shutdownNow();
      store.close();
      throw e;
    }
    ClusterControlStore shared = new ClusterControlStore();
    ControlStore controlStore = cluster == null ? new InMemoryControlStore() : shared;
    String namespace =
        config.getNamespace().isEmpty() ? UUID.randomUUID().toString() : config.getNamespace();
    ActorTable actorTable = new ActorTable(controlStore, nodeId);
    NodeParts node =
        new NodeParts(
            member,
            scheduler,
            timer,
            store,
            actorTable,
            cluster == null
                ? new OneNodeBundles(nodeId, scheduler.ledger(), namespace).table()
                : cluster.runtime().groups().openTable(namespace),
            controlStore,
            new Lineage(nodeId),
            durable,
            member.membership().self().record(),
            cluster,
            cluster == null ? List.of() : List.of(new ClusterDrain(cluster.runtime(), scheduler)));
    controlStore.putNode(node.record());
    if (cluster != null) {
      connectControl(node, cluster, durable, shared);
    }
    actorTable.host(ClusterSharding.get(member.system()));
    JobBootstrap jobs =
        new JobBootstrap(
            config,
            nodeId,
            nodeName,
            node,
            config.getLabels(),
            cluster == null ? null : cluster.runtime().placement());
    member
        .membership()
        .reportUsage(
            new UsageReport(scheduler, cluster == null ? Map::of : cluster.runtime()::pendingHere));
    member.membership().reportObjects(store::report);
    member.membership().subscribe(new NodeTable(controlStore));
    if (cluster == null) {
      JobRuntime runtime = startJob(jobs, controlStore.nextJob(), namespace);
      member.join();
      connect(node, durable);
      return runtime;
    }
    cluster.use(jobs);
    cluster.follow(member.membership());
    try {
      member.join();
      connect(node, durable);
      cluster.runtime().objects().tellOfUnreachable(node.lineage()::forget);
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
    cluster.awaitReports(member.membership());
    return startJob(jobs, jobId(node, role, namespace), namespace);
  }

  /** Opens the control store; calls are logged from then on, and code is looked for there. */
  private static void connect(NodeParts node, NodeControlStore durable) {
    @Nullable ClusterParts cluster = node.cluster();
    durable
        .open(node.member())
        .ifPresent(store -> {
          node.lineage()
              .connect(store.lineage(), new CallSpecs(node.record().id(), store.lineage())::write);
          if (cluster != null) {
            cluster.runtime().keepCode(new FunctionTableCode(store.tables().functions()));
          }
        });
  }

  private static void connectControl(
      NodeParts node, ClusterParts cluster, NodeControlStore durable, ClusterControlStore shared) {
    ClusterMember member = node.member();
    cluster
        .runtime()
        .connect(
            node.actorTable(),
            directory -> {
              ControlClient client =
                  new ControlClient(
                      member.system(),
                      node.record().id(),
                      directory,
                      durable.archive(),
                      member.membership()::isDraining,
                      directory::announcement,
                      directory::onNews,
                      node.timer());
              shared.connect(client);
              return client;
            });
  }

  /**
   * Jobs of drivers are numbered by the control store. Without one, and for what runs on behalf of
   * nodes themselves, a number is drawn from the upper half.
   */
  private static JobId jobId(NodeParts node, NodeRole role, String namespace) {
    Optional<GlobalControlStore> store = node.durable().store();
    if (role != NodeRole.DRIVER || store.isEmpty()) {
      return JobId.fromInt(ThreadLocalRandom.current().nextInt(DRAWN_JOBS, Integer.MAX_VALUE));
    }
    JobId job = node.controlStore().nextJob();
    var unused =
        store
            .get()
            .tables()
            .jobs()
            .put(
                new JobRecord(
                    job, namespace, node.record().id(), System.currentTimeMillis() * 1000, 0));
    return job;
  }

  private static Map<String, String> endpoints(ClusterParts cluster, NodeControlStore durable) {
    Map<String, String> all = new HashMap<>(cluster.endpoints());
    all.putAll(durable.endpoints());
    return all;
  }

  /** The job of this JVM's driver. */
  private static JobRuntime startJob(JobBootstrap jobs, JobId job, String namespace) {
    RayConfig config = jobs.config();
    RuntimeEnv runtimeEnv =
        config.getRuntimeEnv() != null ? config.getRuntimeEnv() : new RuntimeEnv.Builder().build();
    JobRuntime runtime = new JobRuntime();
    Services services =
        jobs.services(runtime, Thread.currentThread().getContextClassLoader(), true);
    jobs.assemble(runtime, services, job, namespace, runtimeEnv, jobs.node().placementGroups());
    @Nullable ClusterParts cluster = jobs.node().cluster();
    if (cluster != null) {
      cluster.addDriversJob(services, job, namespace);
      if (!config.getAddress().isEmpty()) {
        jobs.node()
            .durable()
            .store()
            .ifPresent(
                store -> cluster.keepCode(new FunctionTableCode(store.tables().functions())));
      }
    }
    return runtime;
  }
}
