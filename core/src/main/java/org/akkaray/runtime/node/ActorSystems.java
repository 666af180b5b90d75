package org.akkaray.runtime.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** Starts the Akka system of a node. */
final class ActorSystems {
  private static final String NAME = "akka-ray";

  private ActorSystems() {}

  /** A cluster of this node alone, on loopback and a free port. */
  static ActorSystem<Void> startAlone() {
    Config config =
        ConfigFactory.parseResources(ActorSystems.class.getClassLoader(), "akka-ray-node.conf")
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), NAME, config);
    Cluster cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    return system;
  }
}
