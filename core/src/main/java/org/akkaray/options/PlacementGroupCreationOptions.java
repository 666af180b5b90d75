package org.akkaray.options;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.akkaray.placementgroup.PlacementStrategy;
import org.akkaray.runtime.OptionRules;
import org.jspecify.annotations.Nullable;

/** What can be asked of a placement group. Immutable. */
public final class PlacementGroupCreationOptions {
  private final @Nullable String name;
  private final List<Map<String, Double>> bundles;
  private final PlacementStrategy strategy;

  /**
   * Checks and copies all options.
   *
   * @param name null for a group without a name
   */
  public PlacementGroupCreationOptions(
      @Nullable String name, List<Map<String, Double>> bundles, PlacementStrategy strategy) {
    this.name = name == null ? null : OptionRules.name("name", name);
    if (bundles == null || bundles.isEmpty()) {
      throw OptionRules.bad("bundles", "must hold at least one bundle", bundles);
    }
    this.bundles = bundles.stream().map(PlacementGroupCreationOptions::bundle).toList();
    if (strategy == null || strategy == PlacementStrategy.UNRECOGNIZED) {
      throw OptionRules.bad("strategy", "must be a strategy", strategy);
    }
    this.strategy = strategy;
  }

  private static Map<String, Double> bundle(Map<String, Double> bundle) {
    Map<String, Double> amounts = OptionRules.amounts("bundle resource", bundle);
    if (amounts.values().stream().noneMatch(amount -> amount > 0)) {
      throw OptionRules.bad("bundles", "must each ask for some resource", bundle);
    }
    return Collections.unmodifiableMap(amounts);
  }

  /** The group's name, null if it has none. */
  public @Nullable String getName() {
    return name;
  }

  /** The amounts of resources that are reserved together, one map per bundle. */
  public List<Map<String, Double>> getBundles() {
    return bundles;
  }

  /** How the bundles lie on the nodes. */
  public PlacementStrategy getStrategy() {
    return strategy;
  }

  /** Collects and checks the options of a placement group. Not thread-safe. */
  public static final class Builder {
    private @Nullable String name;
    private List<Map<String, Double>> bundles = List.of();
    private PlacementStrategy strategy = PlacementStrategy.PACK;

    /** With nothing set. */
    public Builder() {}

    /** A name to find it by, not blank. */
    public Builder setName(String name) {
      this.name = OptionRules.name("name", name);
      return this;
    }

    /**
     * The amounts of resources to reserve together, one map per bundle; each must ask for
     * something.
     */
    public Builder setBundles(List<Map<String, Double>> bundles) {
      this.bundles = bundles.stream().map(PlacementGroupCreationOptions::bundle).toList();
      return this;
    }

    /** How the bundles lie on the nodes; {@link PlacementStrategy#PACK} if not set. */
    public Builder setStrategy(PlacementStrategy strategy) {
      this.strategy = OptionRules.given("strategy", strategy);
      return this;
    }

    /**
     * The options as set.
     *
     * @throws IllegalArgumentException if there is no bundle
     */
    public PlacementGroupCreationOptions build() {
      return new PlacementGroupCreationOptions(name, bundles, strategy);
    }
  }
}
