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
    UniqueId node) {

  public ActorRecord with(ActorState newState, int newRestarts) {
    return new ActorRecord(
        id, job, className, name, namespace, detached, newState, newRestarts, node);
  }
}
