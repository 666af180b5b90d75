package org.akkaray.runtime.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.akkaray.RayConfig;
import org.akkaray.exception.RuntimeEnvException;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.cluster.ClusterNode;
import org.akkaray.runtime.cluster.Membership;
import org.akkaray.runtime.cluster.NodeListener;
import org.akkaray.runtime.cluster.NodeRole;
import org.akkaray.runtime.job.CodeCache;
import org.akkaray.runtime.job.CodePackage;
import org.akkaray.runtime.job.CodePublisher;
import org.akkaray.runtime.job.CodeTable;
import org.akkaray.runtime.job.JobLoaders;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ObjectTransfer;
import org.akkaray.runtime.object.ObjectTransferProvider;
import org.akkaray.runtime.remote.ClusterRuntime;
import org.akkaray.runtime.remote.DriversGroups;
import org.akkaray.runtime.remote.JobContext;
import org.akkaray.runtime.remote.WireJobs;
import org.akkaray.runtime.scheduler.LocalScheduler;
import org.akkaray.runtime.scheduler.placement.PlacementSettings;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.wire.JobDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node has because there are others: its part of the cluster's runtime, the transfer of
 * objects, and the jobs whose calls come from elsewhere. Follows the cluster's membership.
 * Thread-safe.
 */
final class ClusterParts implements NodeListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterParts.class);
  private static final long REPORTS_PATIENCE_NANOS = 3_000_000_000L;
  private static final String LINK = "link";

  private final UniqueId nodeId;
  private final AddressBook addresses;
  private final @Nullable ObjectTransfer transfer;
  private final Jobs jobs = new Jobs(this::startJob, this::endJob);
  private final ClusterRuntime runtime;
  private final Map<JobId, JobDefinition> definitions = new ConcurrentHashMap<>();
  private final RayConfig config;
  private final CodeCache codeCache;
  private final JobLoaders loaders;
  private volatile @Nullable JobBootstrap bootstrap;
  private volatile @Nullable Thread keeping;

  private ClusterParts(
      UniqueId nodeId,
      RayConfig config,
      LocalScheduler scheduler,
      ObjectStore store,
      ScheduledExecutorService timer) {
    this.nodeId = nodeId;
    String host = config.getClusterConfig().getHost();
    this.addresses = new AddressBook(host);
    this.transfer =
        ObjectTransferProvider.installed()
            .map(provider -> provider.open(store, ObjectTransferProvider.Settings.on(host)))
            .orElse(null);
    this.runtime =
        new ClusterRuntime(
            nodeId,
            host,
            scheduler,
            config.getLabels(),
            store,
            () -> transfer,
            addresses,
            PlacementSettings.DEFAULT,
            timer,
            jobs,
            config.getMaxWaitingTasks());
    this.config = config;
    this.codeCache = new CodeCache(codeFolder(config));
    this.loaders =
        new JobLoaders(
            job ->
                CompletableFuture.completedStage(
                    Optional.ofNullable(definitions.get(job)).map(WireJobs::code)),
            runtime.code(),
            codeCache,
            config.getNodeName().isEmpty() ? nodeId.toString() : config.getNodeName(),
            ClusterParts.class.getClassLoader());
  }

  /** Shared by this user's nodes on this machine: a jar's name is its hash. */
  private static Path codeFolder(RayConfig config) {
    return config.getCodeFolder().isEmpty()
        ? Path.of(
            System.getProperty("java.io.tmpdir"),
            "akka-ray-code-" + System.getProperty("user.name"))
        : Path.of(config.getCodeFolder());
  }

  /** Begins to listen; nobody knows of it yet. */
  static ClusterParts open(
      UniqueId nodeId,
      RayConfig config,
      LocalScheduler scheduler,
      ObjectStore store,
      ScheduledExecutorService timer) {
    return new ClusterParts(nodeId, config, scheduler, store, timer);
  }

  ClusterRuntime runtime() {
    return runtime;
  }

  @Nullable ObjectTransfer transfer() {
    return transfer;
  }

  /** Where other nodes reach what is here. */
  Map<String, String> endpoints() {
    Map<String, String> endpoints = new HashMap<>();
    endpoints.put(LINK, Integer.toString(runtime.node().links().port()));
    if (transfer != null) {
      endpoints.put(AddressBook.TRANSFER, transfer.endpoint());
    }
    return endpoints;
  }

  /** Takes note of nodes that come and go from now on. */
  void follow(Membership membership) {
    membership.subscribe(this);
    runtime.start();
  }

  /**
   * Waits, a few seconds at most, until each node has said what it offers: before that, tasks would
   * seem to ask for what nobody has.
   */
  void awaitReports(Membership membership) {
    long end = System.nanoTime() + REPORTS_PATIENCE_NANOS;
    while (System.nanoTime() < end) {
      Set<UniqueId> reported = new HashSet<>();
      runtime.globalScheduler().loads().forEach(load -> reported.add(load.node()));
      if (membership.nodes().stream()
          .map(ClusterNode::id)
          .allMatch(id -> id.equals(nodeId) || reported.contains(id))) {
        return;
      }
      LockSupport.parkNanos(this, 1_000_000);
    }
  }

  @Override
  public void onNodeUp(ClusterNode node) {
    if (node.role() == NodeRole.DRIVER) {
      runtime.isDriver(node.id());
    }
    String port = node.endpoints().get(LINK);
    if (!node.id().equals(nodeId) && port != null) {
      addresses.nodeUp(node);
      runtime.nodeUp(node.id(), node.record().address(), Integer.parseInt(port));
    }
  }

  @Override
  public void onNodeUnreachable(ClusterNode node) {
    runtime.setReachable(node.id(), false);
  }

  @Override
  public void onNodeReachable(ClusterNode node) {
    runtime.setReachable(node.id(), true);
  }

  @Override
  public void onNodeDraining(ClusterNode node) {
    runtime.nodeLeaves(node.id());
  }

  @Override
  public void onNodeDown(ClusterNode node) {
    if (!node.id().equals(nodeId)) {
      addresses.nodeDown(node.id());
      runtime.nodeDown(node.id());
    }
  }

  /** Says how jobs are put together here, before any comes. */
  void use(JobBootstrap jobBootstrap) {
    bootstrap = jobBootstrap;
  }

  /** The job of the driver in this JVM. */
  void addDriversJob(Services services, JobId job, String namespace) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    CodePackage code = new CodePublisher(runtime.code(), codeCache).publish(config);
    loaders.putLocal(job, loader);
    jobs.add(
        runtime.newJob(
            job,
            WireJobs.toWire(nodeId, namespace, code, config.getRuntimeEnv()),
            services,
            loader));
  }

  /** Writes the driver's code to a table that outlives it, in the background. */
  void keepCode(CodeTable table) {
    CodePublisher publisher = new CodePublisher(table, codeCache);
    keeping =
        Thread.ofVirtual()
            .name("ray-keep-code")
            .start(() -> {
              try {
                publisher.publish(config);
              } catch (RuntimeEnvException e) {
                log.warn("The job's code will not outlive its driver: {}", e.getMessage());
              }
            });
  }

  /** Waits until {@link #keepCode} has done its work, at most so long. */
  void awaitKeptCode(Duration patience) {
    Thread writer = keeping;
    try {
      if (writer != null && !writer.join(patience)) {
        log.warn("The job's code was not written to the control store within {}.", patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A job whose calls come from another node. */
  private JobContext startJob(JobId job, JobDefinition definition) {
    JobBootstrap make = bootstrap;
    definitions.put(job, definition);
    ClassLoader loader = loaders.get(job).toCompletableFuture().join();
    JobRuntime jobRuntime = new JobRuntime();
    Services services = make.services(jobRuntime, loader, false);
    UniqueId driver =
        UniqueId.of(definition.getDriver().getHigh(), definition.getDriver().getLow());
    make.assemble(
        jobRuntime,
        services,
        job,
        definition.getNamespace(),
        WireJobs.runtimeEnv(definition),
        new DriversGroups(runtime, driver, jobRuntime));
    return runtime.newJob(job, definition, services, loader);
  }

  private void endJob(JobContext job) {
    if (job.services().runtime() instanceof JobRuntime jobRuntime) {
      jobRuntime.end();
    }
    definitions.remove(job.job());
    loaders.end(job.job());
  }

  @Override
  public void close() {
    loaders.close();
    runtime.close();
    if (transfer != null) {
      transfer.close();
    }
  }
}
