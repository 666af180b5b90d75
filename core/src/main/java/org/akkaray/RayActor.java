package org.akkaray;

import org.akkaray.runtimecontext.RuntimeContext;

/**
 * A base class for actors that want to know about themselves or be told about their life; any other
 * class can be an actor too. Its methods and hooks are called by one thread at a time, unless the
 * actor allows more.
 */
public abstract class RayActor {

  /** For subclasses. */
  protected RayActor() {}

  /**
   * What the actor can ask about itself and the cluster; valid while a method, a hook or the
   * constructor runs.
   */
  protected final RuntimeContext context() {
    return Ray.getRuntimeContext();
  }

  /**
   * A handle to this actor, to give to others.
   *
   * @param <A> the actor's own class
   */
  protected final <A> ActorHandle<A> self() {
    return context().<ActorHandle<A>>getCurrentActorHandle();
  }

  /**
   * Called once after the constructor, before the first call. What it throws is treated as if the
   * constructor had.
   */
  protected void onStart() throws Exception {}

  /**
   * Called instead of {@link #onStart} when the actor was created again after it ended
   * unexpectedly.
   */
  protected void onRestart() throws Exception {}

  /**
   * Called when the actor ends in order: by {@link Ray#exitActor}, at the end of its lifetime or of
   * its node, but not when it is killed or crashes. What it throws is logged.
   */
  protected void onStop() throws Exception {}
}
