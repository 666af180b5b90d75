package org.akkaray.runtime.gcs;

import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtimecontext.ActorState;
import org.jspecify.annotations.Nullable;

/**
 * A row of the actor table.
 *
 * @param name null if the actor has none
 * @param restarts how often it was restarted
 * @param node where it lives, or lived last
 * @param creation what it can be created again from when its whole cluster is; empty if it ends
 *     with its job
 */
public record ActorRecord(
    ActorId id,
    JobId job,
    String className,
    @Nullable String name,
    String namespace,
    boolean detached,
    ActorState state,
    int restarts,
    UniqueId node,
    byte[] creation) {
  private static final byte[] NONE = {};

  /** Two records without a creation are equal if all else is. */
  public ActorRecord {
    creation = creation.length == 0 ? NONE : creation;
  }

  /** One that cannot be created again from this. */
  public ActorRecord(
      ActorId id,
      JobId job,
      String className,
      @Nullable String name,
      String namespace,
      boolean detached,
      ActorState state,
      int restarts,
      UniqueId node) {
    this(id, job, className, name, namespace, detached, state, restarts, node, NONE);
  }

  public ActorRecord with(ActorState newState, int newRestarts) {
    return new ActorRecord(
        id, job, className, name, namespace, detached, newState, newRestarts, node, creation);
  }

  ActorRecord with(byte[] newCreation) {
    return new ActorRecord(
        id, job, className, name, namespace, detached, state, restarts, node, newCreation);
  }
}
