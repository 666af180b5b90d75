package org.akkaray.parallelactor;

import java.util.stream.IntStream;
import org.akkaray.ActorHandle;
import org.akkaray.Ray;
import org.akkaray.concurrencygroup.ConcurrencyGroup;
import org.akkaray.concurrencygroup.ConcurrencyGroupBuilder;
import org.akkaray.function.RayFuncR;
import org.akkaray.runtime.OptionRules;
import org.jspecify.annotations.Nullable;

/**
 * The creation of a parallel actor.
 *
 * @param <A> the class of its instances
 */
public final class ParallelActorCreator<A> {
  private final RayFuncR<A> constructor;
  private final @Nullable Object[] arguments;
  private int parallelism = 1;

  /** For {@link ParallelActor}. */
  public ParallelActorCreator(RayFuncR<A> constructor, @Nullable Object[] arguments) {
    this.constructor = constructor;
    this.arguments = arguments;
  }

  /** How many instances, at least 1; 1 if not set. */
  public ParallelActorCreator<A> setParallelism(int parallelism) {
    this.parallelism = OptionRules.atLeast("parallelism", 1, parallelism);
    return this;
  }

  /**
   * Has the actor created and returns at once with a handle to it, which can be used before it is
   * there.
   */
  public ParallelActorHandle<A> remote() {
    ConcurrencyGroup[] groups =
        IntStream.range(0, parallelism)
            .mapToObj(i ->
                new ConcurrencyGroupBuilder<ParallelActorExecutor>()
                    .setName(ParallelActorExecutor.groupOf(i))
                    .build())
            .toArray(ConcurrencyGroup[]::new);
    ActorHandle<ParallelActorExecutor> executor =
        Ray.actor(ParallelActorExecutor::new, parallelism, constructor, arguments)
            .setConcurrencyGroups(groups)
            .remote();
    return new ExecutorHandle<>(executor, parallelism);
  }
}
