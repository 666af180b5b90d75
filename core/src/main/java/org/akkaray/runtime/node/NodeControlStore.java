package org.akkaray.runtime.node;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.akkaray.ClusterConfig;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.cluster.ClusterMember;
import org.akkaray.runtime.cluster.ClusterNode;
import org.akkaray.runtime.cluster.NodeRole;
import org.akkaray.runtime.gcs.ControlArchive;
import org.akkaray.runtime.gcs.ControlStoreProvider;
import org.akkaray.runtime.gcs.GlobalControlStore;
import org.akkaray.runtime.gcs.NodeRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's control store, as a node has it. The node that begins a cluster decides on it;
 * those that join have the same one, or do not start. A cluster whose first node has no
 * implementation on its class path, or whose settings say so, has none: its control state lives as
 * long as its nodes. Thread-safe.
 */
final class NodeControlStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeControlStore.class);
  private static final String ENDPOINT = ControlStoreProvider.ENDPOINT;

  private final NodeRole role;
  private final Optional<ControlStoreProvider> provider;
  private volatile Optional<ControlStoreProvider.Plan> plan;
  private volatile Optional<GlobalControlStore> store = Optional.empty();
  private final boolean begins;
  private final CompletableFuture<Optional<ControlArchive>> archive = new CompletableFuture<>();

  private NodeControlStore(
      NodeRole role,
      Optional<ControlStoreProvider> provider,
      Optional<ControlStoreProvider.Plan> plan) {
    this.role = role;
    this.provider = provider;
    this.plan = plan;
    this.begins = plan.isPresent();
  }

  /** That of a cluster which the node begins; it is being opened from now on. */
  static NodeControlStore beginning(ClusterConfig config) {
    Optional<ControlStoreProvider> provider = ControlStoreProvider.installed();
    return new NodeControlStore(
        NodeRole.NODE, provider, provider.flatMap(installed -> installed.begin(place(config))));
  }

  /** That of a node which stays alone: it has one only if the settings name a place for it. */
  static NodeControlStore alone(ClusterConfig config) {
    Optional<ControlStoreProvider> asked =
        ControlStoreProvider.installed().filter(ControlStoreProvider::isAskedFor);
    return new NodeControlStore(
        NodeRole.NODE, asked, asked.flatMap(installed -> installed.begin(place(config))));
  }

  /** That of a cluster which the node joins. */
  static NodeControlStore following(NodeRole role) {
    return new NodeControlStore(role, ControlStoreProvider.installed(), Optional.empty());
  }

  /** A cluster is known by the address of its first node, if that was chosen by somebody. */
  private static ControlStoreProvider.Beginning place(ClusterConfig config) {
    String host = config.getHost();
    Path folder =
        Path.of(
            System.getProperty("user.home"),
            ".akka-ray",
            host.replace(':', '_') + "-" + config.getPort());
    return new ControlStoreProvider.Beginning(
        host, config.getPort() == 0 ? Optional.empty() : Optional.of(folder));
  }

  /** What others must be told of from the beginning. */
  Map<String, String> endpoints() {
    return plan.map(decided -> Map.of(ENDPOINT, decided.description())).orElse(Map.of());
  }

  /**
   * Opens it on a node that has joined.
   *
   * @return empty if the cluster has none
   * @throws IllegalStateException if it cannot be opened, in one sentence: what, where, what to do
   */
  Optional<GlobalControlStore> open(ClusterMember member) {
    if (plan.isEmpty()) {
      plan = described(member).flatMap(this::follow);
      if (role == NodeRole.NODE) {
        plan.ifPresent(
            decided -> member.membership().announceEndpoint(ENDPOINT, decided.description()));
      }
    }
    store = plan.map(decided -> decided.open(member.system()));
    archive.complete(
        store.map(opened -> new ControlArchive(opened, id -> worker(member, id), begins)));
    return store;
  }

  private static Optional<NodeRecord> worker(ClusterMember member, UniqueId id) {
    return member
        .membership()
        .node(id)
        .filter(node -> node.role() == NodeRole.NODE)
        .map(ClusterNode::record);
  }

  /** Where the keeper of the control state writes; empty if the cluster has no store. */
  CompletionStage<Optional<ControlArchive>> archive() {
    return archive;
  }

  /** The store; empty if the cluster has none, or before it is open. */
  Optional<GlobalControlStore> store() {
    return store;
  }

  private static Optional<String> described(ClusterMember member) {
    return member.membership().nodes().stream()
        .map(node -> node.endpoints().get(ENDPOINT))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private Optional<ControlStoreProvider.Plan> follow(String description) {
    if (provider.isPresent()) {
      return Optional.of(provider.get().follow(description, role == NodeRole.NODE));
    }
    String where = "The cluster's control store is " + description;
    if (role == NodeRole.NODE) {
      throw new IllegalStateException(
          where
              + ", but this node has nothing on its class path to open it with: add the module"
              + " akka-ray-gcs-persistence, or begin the cluster with ray.gcs.database = memory.");
    }
    log.warn(
        "{}, but this driver has nothing on its class path to reach it: its tasks leave no lineage."
            + " Add the module akka-ray-gcs-persistence.",
        where);
    return Optional.empty();
  }

  /** Writes what is to be written; the node's Akka still runs. */
  void flush() {
    store.ifPresent(GlobalControlStore::close);
  }

  /** Closes it when the node's Akka has ended, or was never there. */
  @Override
  public void close() {
    plan.ifPresent(ControlStoreProvider.Plan::close);
  }
}
