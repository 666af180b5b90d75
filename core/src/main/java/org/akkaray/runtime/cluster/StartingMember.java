package org.akkaray.runtime.cluster;

import akka.actor.typed.ActorSystem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * An Akka system that is starting on a thread of its own, which takes about as long as all else of
 * a node does. Thread-safe.
 */
public final class StartingMember {
  private final ClusterSettings settings;
  private final CompletableFuture<ActorSystem<Void>> system = new CompletableFuture<>();

  StartingMember(ClusterSettings settings, Supplier<ActorSystem<Void>> start) {
    this.settings = settings;
    Thread.ofPlatform()
        .daemon()
        .name("ray-actor-system-start")
        .start(() -> {
          try {
            system.complete(start.get());
          } catch (Throwable e) {
            system.completeExceptionally(e);
          }
        });
  }

  /**
   * Waits for it. It listens then, but is in no cluster yet: what others may talk to is put up
   * before {@link ClusterMember#join}.
   *
   * @param version of akka-ray, for messages
   * @throws IllegalStateException if it could not start, in one sentence: what, where, what to do
   */
  public ClusterMember member(NodeIdentity identity, String version) {
    return member(identity, new Compatibility(Compatibility.PROTOCOL, version, settings.common()));
  }

  ClusterMember member(NodeIdentity identity, Compatibility compatibility) {
    try {
      return ActorSystems.member(system.join(), settings, identity, compatibility);
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        default -> throw e;
      }
    }
  }

  /** The node will not come about: ends the system, also if it has become a member. */
  public void abandon() {
    var unused = system.thenAccept(ActorSystem::terminate);
  }
}
