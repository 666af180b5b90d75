package org.akkaray.runtime.actor;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The one handle that all users of an actor on this node share, for as long as any of them has it.
 * Thread-safe.
 */
public final class SharedHandle {
  private final ActorReference actor;
  private WeakReference<@Nullable ActorHandleImpl<?>> handle = new WeakReference<>(null);

  /** No handle has been made yet. */
  public SharedHandle(ActorReference actor) {
    this.actor = actor;
  }

  /** The handle; a new one if nobody has it. */
  @SuppressWarnings("unchecked") // the type that the actor was made with
  public synchronized <A> ActorHandleImpl<A> get() {
    ActorHandleImpl<A> known = (ActorHandleImpl<A>) handle.get();
    if (known == null) {
      known = new ActorHandleImpl<>(actor);
      handle = new WeakReference<>(known);
    }
    return known;
  }

  /** The handle, if anybody has it. */
  public synchronized @Nullable ActorHandleImpl<?> inUse() {
    return handle.get();
  }
}
