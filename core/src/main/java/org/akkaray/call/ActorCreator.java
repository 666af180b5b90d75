package org.akkaray.call;

import java.util.List;
import org.akkaray.ActorHandle;
import org.akkaray.concurrencygroup.ConcurrencyGroup;
import org.akkaray.function.RayFuncR;
import org.akkaray.runtime.CurrentRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The creation of an actor.
 *
 * @param <A> the actor's class
 */
public final class ActorCreator<A> extends BaseActorCreator<ActorCreator<A>> {
  private final RayFuncR<A> constructor;
  private final @Nullable Object[] arguments;

  /** For {@code Ray.actor}. */
  public ActorCreator(RayFuncR<A> constructor, @Nullable Object[] arguments) {
    this.constructor = constructor;
    this.arguments = arguments;
  }

  /**
   * Options for the JVM of an actor that has one of its own; none has so far, so they are only
   * kept.
   */
  public ActorCreator<A> setJvmOptions(List<String> jvmOptions) {
    builder().setJvmOptions(jvmOptions);
    return this;
  }

  /**
   * The actor's concurrency groups, besides those that annotations define; their names must differ.
   */
  public ActorCreator<A> setConcurrencyGroups(ConcurrencyGroup... groups) {
    builder().setConcurrencyGroups(List.of(groups));
    return this;
  }

  /**
   * Has the actor created and returns at once with a handle to it, which can be used before it is
   * there.
   */
  public ActorHandle<A> remote() {
    return CurrentRuntime.get().createActor(constructor, arguments, options());
  }
}
