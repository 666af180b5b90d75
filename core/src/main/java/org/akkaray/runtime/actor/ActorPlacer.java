package org.akkaray.runtime.actor;

import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtime.task.Services;
import org.jspecify.annotations.Nullable;

/** The port to the other nodes, which a node that is alone does not have. Thread-safe. */
public interface ActorPlacer {
  /**
   * Has another node host a new actor.
   *
   * @return null if it is to live on this node
   * @throws org.akkaray.exception.InfeasibleResourcesException if no node can ever host it, and it
   *     wants to fail fast
   */
  @Nullable ActorHandleImpl<?> place(ActorSpec spec, Services services);

  /** The handle of an actor of another node, from the control store. */
  ActorHandleImpl<?> find(ActorRecord record);

  /** An actor of this node is about to be created, or its state changed. */
  void hosts(LocalActor actor);
}
