package org.akkaray;

/**
 * A handle to an actor: {@code handle.task(Counter::add, 1).remote()} calls its method. The calls
 * of one caller run in the order in which they were made. Thread-safe; can be passed to calls, also
 * inside other values.
 *
 * @param <A> the actor's class
 */
public interface ActorHandle<A> extends BaseActorHandle, ActorCall<A> {}
