package org.akkaray.runtime.actor;

import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.options.ActorCreationOptions;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.task.CallSpec;
import org.jspecify.annotations.Nullable;

/**
 * What an actor is made of, each time it is made.
 *
 * @param construction the constructor's call; its arguments are kept, by value, for restarts
 * @param demand what the actor holds as long as it lives
 * @param name null if it has none
 * @param detached whether it outlives the job that made it
 * @param state the frozen object of the actor's last node, which it left in order; null if the
 *     constructor makes one
 */
public record ActorSpec(
    ActorId id,
    JobId job,
    CallSpec construction,
    ActorCreationOptions options,
    ResourceSet demand,
    ConcurrencyLayout layout,
    @Nullable String name,
    String namespace,
    boolean detached,
    @Nullable Object state) {

  /** The actor's name, or its class and id, for messages. */
  public String displayName() {
    String type = construction.descriptor().displayName().replace(".<init>", "");
    return name != null ? type + " \"" + name + "\"" : type + " " + id;
  }

  /** Whether it ends when nobody holds a handle of it any more. */
  public boolean isOwned() {
    return name == null && !detached;
  }

  /** Whether calls of one caller run in the order of their submission. */
  public boolean isOrdered() {
    return layout.isSequential() && !options.allowsOutOfOrderExecution();
  }
}
