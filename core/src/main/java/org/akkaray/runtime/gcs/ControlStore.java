package org.akkaray.runtime.gcs;

import java.util.List;
import java.util.Optional;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtimecontext.ActorState;

/** The port to the cluster's control state. Implementations are thread-safe. */
public interface ControlStore {

  /** Takes the next job id. */
  JobId nextJob();

  /** Adds a node, or replaces what is known of it. */
  void putNode(NodeRecord node);

  List<NodeRecord> nodes();

  /**
   * Adds an actor, unless it has a name that a living actor of its namespace has.
   *
   * @return the actor that has the name already; empty if this one was added
   */
  Optional<ActorRecord> addActorIfAbsent(ActorRecord actor);

  /** Changes an actor's state; one that is dead gives its name back. Unknown actors are ignored. */
  void updateActor(ActorId actor, ActorState state, int restarts);

  Optional<ActorRecord> actor(ActorId actor);

  /** The living actor with this name. */
  Optional<ActorRecord> actorNamed(String namespace, String name);

  List<ActorRecord> actors();

  /** The node's row is gone for good. */
  void removeNode(UniqueId node);
}
