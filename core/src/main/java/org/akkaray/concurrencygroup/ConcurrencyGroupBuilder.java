package org.akkaray.concurrencygroup;

import java.util.ArrayList;
import java.util.List;
import org.akkaray.function.RayFunc;
import org.akkaray.runtime.OptionRules;
import org.jspecify.annotations.Nullable;

/**
 * Builds a concurrency group for {@code ActorCreator.setConcurrencyGroups}. Not thread-safe.
 *
 * @param <A> the actor's class
 */
public final class ConcurrencyGroupBuilder<A> extends BaseConcurrencyGroupBuilder<A> {
  private @Nullable String name;
  private int maxConcurrency = 1;
  private final List<RayFunc> methods = new ArrayList<>();

  /** With nothing set. */
  public ConcurrencyGroupBuilder() {}

  /** The group's name, not blank. */
  public ConcurrencyGroupBuilder<A> setName(String name) {
    this.name = OptionRules.name("concurrencyGroup name", name);
    return this;
  }

  /** How many calls run at once, at least 1; 1 if not set. */
  public ConcurrencyGroupBuilder<A> setMaxConcurrency(int maxConcurrency) {
    this.maxConcurrency = OptionRules.atLeast("concurrencyGroup maxConcurrency", 1, maxConcurrency);
    return this;
  }

  @Override
  ConcurrencyGroupBuilder<A> add(RayFunc method) {
    methods.add(OptionRules.given("method", method));
    return this;
  }

  /**
   * The group as set.
   *
   * @throws IllegalArgumentException if it has no name
   */
  public ConcurrencyGroup build() {
    return new Group(
        OptionRules.name("concurrencyGroup name", name), maxConcurrency, List.copyOf(methods));
  }

  private record Group(String getName, int getMaxConcurrency, List<RayFunc> getMethods)
      implements ConcurrencyGroup {
    private static final long serialVersionUID = 1;
  }
}
