package org.akkaray.runtime.actor;

import org.akkaray.ActorHandle;
import org.akkaray.id.ActorId;
import org.jspecify.annotations.Nullable;

/**
 * A handle. There is one per actor and node, shared by all who have it: variables, values, pending
 * calls. When nobody can reach it any more, an actor that has no name ends.
 */
public final class ActorHandleImpl<A> implements ActorHandle<A> {
  private final ActorReference actor;

  public ActorHandleImpl(ActorReference actor) {
    this.actor = actor;
  }

  /** Where its calls go. */
  public ActorReference actor() {
    return actor;
  }

  @Override
  public ActorId getId() {
    return actor.id();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ActorHandleImpl<?> handle
        && handle.actor.session() == actor.session()
        && handle.getId().equals(getId());
  }

  @Override
  public int hashCode() {
    return getId().hashCode();
  }

  @Override
  public String toString() {
    return "ActorHandle(" + actor.displayName() + ")";
  }
}
