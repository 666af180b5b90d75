package org.akkaray.runtime.cluster;

import akka.actor.ActorSelection;
import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Introduces this node to every member of the cluster, hears who they are, and tells listeners. It
 * is at the same {@linkplain #PATH path} on every node.
 */
final class MembershipActor {
  static final String NAME = "ray-membership";
  static final String PATH = "/system/" + NAME;

  /** How often members are asked again that have not said who they are. */
  private static final Duration ASK_AGAIN = Duration.ofMillis(250);

  private static final Logger log = LoggerFactory.getLogger(MembershipActor.class);

  /** What the actor is told. */
  sealed interface Command {}

  /** What comes from other processes, too. */
  sealed interface Remote extends Command {}

  /** Who the sender is. */
  record Hello(ClusterNode node, boolean answer) implements Remote {}

  /** May I join? */
  record Knock(Compatibility of, ActorRef<Admission> replyTo) implements Remote {}

  /**
   * The answer to a {@link Knock}.
   *
   * @param refusal why not, in one sentence; empty if the node may join
   */
  record Admission(String refusal) {}

  /** How are things? */
  record StatusQuery(ActorRef<NodeStatus> replyTo) implements Remote {}

  /** What lies in your object store? */
  record ObjectsQuery(int limit, ActorRef<NodeObjects> replyTo) implements Remote {}

  record Subscribe(NodeListener listener) implements Command {}

  record StartDraining() implements Command {}

  record AnnounceEndpoint(String name, String value) implements Command {}

  private record MemberChanged(ClusterEvent.MemberEvent event) implements Command {}

  private record ReachabilityChanged(ClusterEvent.ReachabilityEvent event) implements Command {}

  private record AskAgain() implements Command {}

  private final ActorContext<Command> context;
  private final Membership membership;
  private final Compatibility compatibility;
  private final MemberTable table = new MemberTable();
  private final List<NodeListener> listeners = new ArrayList<>();
  private ClusterNode self;

  private MembershipActor(
      ActorContext<Command> context, Membership membership, Compatibility compatibility) {
    this.context = context;
    this.membership = membership;
    this.compatibility = compatibility;
    this.self = membership.self();
  }

  static Behavior<Command> create(Membership membership, Compatibility compatibility) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          MembershipActor actor = new MembershipActor(context, membership, compatibility);
          actor.start(timers);
          return Behaviors.receiveMessage(actor::onMessage);
        }));
  }

  private void start(TimerScheduler<Command> timers) {
    tell(table.introduced(self));
    Cluster cluster = Cluster.get(context.getSystem());
    cluster
        .subscriptions()
        .tell(
            akka.cluster.typed.Subscribe.create(
                context.messageAdapter(ClusterEvent.MemberEvent.class, MemberChanged::new),
                ClusterEvent.MemberEvent.class));
    cluster
        .subscriptions()
        .tell(
            akka.cluster.typed.Subscribe.create(
                context.messageAdapter(
                    ClusterEvent.ReachabilityEvent.class, ReachabilityChanged::new),
                ClusterEvent.ReachabilityEvent.class));
    timers.startTimerWithFixedDelay(new AskAgain(), ASK_AGAIN);
  }

  private Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Hello hello -> onHello(hello);
      case Knock knock ->
          knock.replyTo().tell(new Admission(compatibility.refusalFor(knock.of(), self)));
      case StatusQuery query ->
          query.replyTo().tell(new NodeStatus(self, membership.usage(), table.nodes()));
      case ObjectsQuery query -> onObjectsQuery(query);
      case Subscribe subscribe -> onSubscribe(subscribe.listener());
      case StartDraining start -> tellAll(self.withDraining());
      case AnnounceEndpoint(String name, String value) -> {
        Map<String, String> endpoints = new HashMap<>(self.endpoints());
        endpoints.put(name, value);
        tellAll(self.withEndpoints(Map.copyOf(endpoints)));
      }
      case MemberChanged changed -> onMemberChanged(changed.event());
      case ReachabilityChanged changed -> onReachabilityChanged(changed.event());
      case AskAgain again -> table.unknown().forEach(member -> sayHello(member.address(), false));
    }
    membership.update(table.nodes());
    if (isUp() && table.isComplete()) {
      membership.joined().complete(null);
    }
    return Behaviors.same();
  }

  private boolean isUp() {
    return table.nodes().stream().anyMatch(node -> node.id().equals(self.id()));
  }

  private void onHello(Hello hello) {
    if (!hello.answer()) {
      sayHello(hello.node().address(), true);
    }
    tell(table.introduced(hello.node()));
  }

  /** To look through a store takes a while. */
  private void onObjectsQuery(ObjectsQuery query) {
    Thread.ofVirtual()
        .name("ray-objects-query")
        .start(() -> query.replyTo().tell(new NodeObjects(membership.objects(query.limit()))));
  }

  private void onSubscribe(NodeListener listener) {
    listeners.add(listener);
    for (ClusterNode node : table.nodes()) {
      tell(listener, new MemberTable.Up(node));
      if (!node.reachable()) {
        tell(listener, new MemberTable.Unreachable(node));
      }
      if (node.draining()) {
        tell(listener, new MemberTable.Draining(node));
      }
    }
  }

  private void tellAll(ClusterNode changed) {
    self = changed;
    tell(table.introduced(self));
    table.members().stream()
        .map(UniqueAddress::address)
        .filter(address -> !address.equals(self.address()))
        .forEach(address -> sayHello(address, true));
  }

  private void onMemberChanged(ClusterEvent.MemberEvent event) {
    UniqueAddress member = event.member().uniqueAddress();
    switch (event) {
      case ClusterEvent.MemberJoined ignored -> {
        table.memberJoined(member);
        introduceTo(member);
      }
      case ClusterEvent.MemberUp ignored -> {
        tell(table.memberUp(member));
        introduceTo(member);
      }
      case ClusterEvent.MemberLeft ignored -> tell(table.memberLeaving(member));
      case ClusterEvent.MemberDowned ignored -> tell(table.memberRemoved(member)); // that is final
      case ClusterEvent.MemberRemoved ignored -> tell(table.memberRemoved(member));
      default -> {} // on its way up or out
    }
  }

  private void introduceTo(UniqueAddress member) {
    if (table.unknown().contains(member)) {
      sayHello(member.address(), false);
    }
  }

  private void onReachabilityChanged(ClusterEvent.ReachabilityEvent event) {
    UniqueAddress member = event.member().uniqueAddress();
    switch (event) {
      case ClusterEvent.UnreachableMember ignored -> tell(table.memberUnreachable(member));
      case ClusterEvent.ReachableMember ignored -> tell(table.memberReachable(member));
      default -> throw new IllegalStateException("an event of no known kind: " + event);
    }
  }

  private void sayHello(Address address, boolean answer) {
    at(context, address).tell(new Hello(self, answer), akka.actor.ActorRef.noSender());
  }

  private static ActorSelection at(ActorContext<?> context, Address address) {
    return Adapter.toClassic(context).actorSelection(address + PATH);
  }

  private void tell(List<MemberTable.Event> events) {
    membership.update(table.nodes()); // listeners may look
    for (MemberTable.Event event : events) {
      listeners.forEach(listener -> tell(listener, event));
    }
  }

  private static void tell(NodeListener listener, MemberTable.Event event) {
    try {
      switch (event) {
        case MemberTable.Up up -> listener.onNodeUp(up.node());
        case MemberTable.Unreachable unreachable -> listener.onNodeUnreachable(unreachable.node());
        case MemberTable.Reachable reachable -> listener.onNodeReachable(reachable.node());
        case MemberTable.Draining draining -> listener.onNodeDraining(draining.node());
        case MemberTable.Down down -> listener.onNodeDown(down.node());
      }
    } catch (RuntimeException e) {
      log.error("A listener failed when it was told {}.", event, e);
    }
  }
}
