package org.akkaray.runtime.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.akkaray.ClusterConfig;
import org.akkaray.runtime.gcs.NodeRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the Akka system of a node. */
public final class ActorSystems {
  static final String NAME = "akka-ray";

  private static final Logger log = LoggerFactory.getLogger(ActorSystems.class);

  private ActorSystems() {}

  /** Begins to start a system; what is wrong is said when it is waited for. */
  public static StartingMember begin(ClusterSettings settings) {
    return new StartingMember(
        settings,
        () -> {
          checkHost(settings.config());
          checkPort(settings.config());
          if (!settings.seeds().isEmpty()) {
            Joining.requireListener(settings.seeds());
          }
          return create(overrides(settings));
        });
  }

  static ClusterMember member(
      ActorSystem<Void> system,
      ClusterSettings settings,
      NodeIdentity identity,
      Compatibility compatibility) {
    try {
      Deaths deaths = new Deaths(system);
      Lifeline lifeline = Lifeline.open(identity.id(), settings.config().getHost(), deaths);
      Membership membership =
          introduce(system, settings.role(), identity, lifeline.port(), compatibility);
      deaths.know(membership);
      membership.subscribe(new LifelineWatch(lifeline, identity.id()));
      return new ClusterMember(system, membership, lifeline, settings, compatibility);
    } catch (RuntimeException | Error e) {
      system.terminate();
      throw e;
    }
  }

  private static Membership introduce(
      ActorSystem<Void> system,
      NodeRole role,
      NodeIdentity identity,
      int lifelinePort,
      Compatibility compatibility) {
    Member self = Cluster.get(system).selfMember();
    ClusterNode node =
        new ClusterNode(
            new NodeRecord(
                identity.id(),
                identity.name(),
                self.address().host().get(),
                (Integer) self.address().port().get(),
                true,
                Map.copyOf(identity.resources()),
                Map.copyOf(identity.labels())),
            role,
            self.address(),
            self.uniqueAddress().longUid(),
            false,
            true,
            lifelinePort,
            Map.copyOf(identity.endpoints()));
    Membership membership = new Membership(node);
    ActorRef<MembershipActor.Command> actor =
        system.systemActorOf(
            MembershipActor.create(membership, compatibility), MembershipActor.NAME, Props.empty());
    membership.connect(actor);
    return membership;
  }

  /**
   * Checks that a node may listen on its host: nothing is authenticated, so whoever can connect can
   * run code.
   *
   * @throws IllegalStateException if the user has not allowed it, or it is no address to listen on
   */
  public static void checkHost(ClusterConfig config) {
    InetAddress address;
    try {
      address = InetAddress.getByName(config.getHost());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(
          "This node cannot listen on " + config.getHost() + ": no such host is known.", e);
    }
    if (address.isAnyLocalAddress()) {
      throw new IllegalStateException(
          "This node cannot listen on "
              + config.getHost()
              + ": others need an address to reach it by; set ray.cluster.host (--host) to one of"
              + " this machine's.");
    }
    if (address.isLoopbackAddress()) {
      return;
    }
    if (!config.isInsecure()) {
      throw new IllegalStateException(
          "This node will not listen on "
              + config.getHost()
              + ", which other machines can reach: nothing is authenticated yet, so whoever"
              + " connects can run code. If the network is trusted, set ray.cluster.insecure"
              + " (--insecure).");
    }
    log.warn(
        "This node listens on {} without authentication or encryption: whoever can reach that"
            + " address can run code here.",
        config.getHost());
  }

  /**
   * Checks that a node may listen on its port: Akka would say it, too, but with a page of stack
   * traces.
   *
   * @throws IllegalStateException if it may not
   */
  public static void checkPort(ClusterConfig config) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(config.getHost(), config.getPort()));
    } catch (IOException e) {
      throw new IllegalStateException(
          "This node cannot listen on "
              + config.getHost()
              + ":"
              + config.getPort()
              + " ("
              + e.getMessage()
              + "): choose another port (--port), or 0 for any free one.",
          e);
    }
  }

  /** A system that is in no cluster, to ask those that are. */
  static ActorSystem<Void> outside(ClusterConfig config) {
    checkHost(config);
    return create(
        Map.of(
            "akka.actor.provider",
            "remote",
            "akka.remote.artery.canonical.hostname",
            config.getHost(),
            "akka.remote.artery.canonical.port",
            0));
  }

  private static ActorSystem<Void> create(Map<String, Object> overrides) {
    Config config =
        ConfigFactory.parseMap(overrides)
            .withFallback(
                ConfigFactory.parseResources(
                    ActorSystems.class.getClassLoader(), "akka-ray-node.conf"))
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    return ActorSystem.create(Behaviors.empty(), NAME, config);
  }

  private static Map<String, Object> overrides(ClusterSettings settings) {
    ClusterConfig config = settings.config();
    Map<String, Object> overrides = new HashMap<>();
    overrides.put("akka.remote.artery.canonical.hostname", config.getHost());
    overrides.put("akka.remote.artery.canonical.port", config.getPort());
    overrides.put("akka.cluster.roles", List.of(settings.role().akkaName()));
    overrides.put(
        "akka.cluster.failure-detector.heartbeat-interval", config.getHeartbeatInterval());
    overrides.put(
        "akka.cluster.failure-detector.acceptable-heartbeat-pause",
        config.getAcceptableHeartbeatPause());
    overrides.put("akka.cluster.split-brain-resolver.stable-after", config.getStableAfter());
    overrides.put(
        "akka.cluster.split-brain-resolver.down-all-when-unstable",
        config.getStableAfter().multipliedBy(4));
    return overrides;
  }
}
