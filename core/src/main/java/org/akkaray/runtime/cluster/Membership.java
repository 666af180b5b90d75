package org.akkaray.runtime.cluster;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.object.StoreReport;

/**
 * The nodes of the cluster, as this one knows them. Thread-safe. What it says may be a moment old;
 * a {@link NodeListener} learns of every change, in order.
 */
public final class Membership {
  private final ClusterNode self;
  private volatile List<ClusterNode> nodes = List.of();
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private volatile Supplier<NodeUsage> usage = () -> NodeUsage.NONE;
  private volatile boolean draining;
  private volatile IntFunction<StoreReport> objects =
      limit -> new StoreReport(ProcessHandle.current().pid(), 0, 0, 0, 0, List.of());
  private volatile ActorRef<MembershipActor.Command> actor;

  @SuppressWarnings("NullAway.Init") // the actor is set before anybody else sees this
  Membership(ClusterNode self) {
    this.self = self;
  }

  void connect(ActorRef<MembershipActor.Command> membershipActor) {
    actor = membershipActor;
  }

  /** This node, as it was when it started. */
  public ClusterNode self() {
    return self;
  }

  /** All nodes that are up, this one included; unreachable ones too. */
  public List<ClusterNode> nodes() {
    return nodes;
  }

  /** A node that is up. */
  public Optional<ClusterNode> node(UniqueId id) {
    return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
  }

  /** Tells the listener of all nodes that are up, and from then on of everything. */
  public void subscribe(NodeListener listener) {
    actor.tell(new MembershipActor.Subscribe(listener));
  }

  /** Tells all nodes that this one leaves soon. */
  public void startDraining() {
    draining = true;
    actor.tell(new MembershipActor.StartDraining());
  }

  /** Whether this node leaves soon. */
  public boolean isDraining() {
    return draining;
  }

  /** Tells all nodes of one more endpoint of this node, see {@link NodeIdentity}. */
  public void announceEndpoint(String name, String value) {
    actor.tell(new MembershipActor.AnnounceEndpoint(name, value));
  }

  /** Says how to find out how busy this node is; it is asked for by those who want to know. */
  public void reportUsage(Supplier<NodeUsage> supplier) {
    usage = supplier;
  }

  NodeUsage usage() {
    return usage.get();
  }

  /** Says how to find out what lies in this node's object store, so many objects at most. */
  public void reportObjects(IntFunction<StoreReport> report) {
    objects = report;
  }

  StoreReport objects(int limit) {
    return objects.apply(limit);
  }

  /** Completes when this node takes part and knows all others that do. */
  CompletableFuture<Void> joined() {
    return joined;
  }

  void update(List<ClusterNode> nowUp) {
    nodes = nowUp;
  }
}
