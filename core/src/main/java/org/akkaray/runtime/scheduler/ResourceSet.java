package org.akkaray.runtime.scheduler;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Immutable amounts of named resources: what a call asks for, or what a node has. Amounts are kept
 * in ten-thousandths, so that fractions add up exactly. CPU, which nearly every demand is made of,
 * is a field of its own.
 */
public final class ResourceSet {
  public static final String CPU = "CPU";
  public static final String GPU = "GPU";
  public static final String MEMORY = "memory";

  public static final ResourceSet EMPTY = new ResourceSet(0, Map.of());

  private static final long UNIT = 10_000;

  private final long cpu;
  private final Map<String, Long> others;
  private final int hash;

  private ResourceSet(long cpu, Map<String, Long> others) {
    this.cpu = cpu;
    this.others = others;
    this.hash = Long.hashCode(cpu) * 31 + others.hashCode();
  }

  /** Amounts by resource name; zero amounts are left out. */
  public static ResourceSet of(Map<String, Double> amounts) {
    if (amounts.isEmpty()) {
      return EMPTY;
    }
    long cpu = 0;
    Map<String, Long> others = new TreeMap<>();
    for (Map.Entry<String, Double> amount : amounts.entrySet()) {
      long units = Math.round(amount.getValue() * UNIT);
      if (amount.getKey().equals(CPU)) {
        cpu = units;
      } else if (units > 0) {
        others.put(amount.getKey(), units);
      }
    }
    return new ResourceSet(cpu, others.isEmpty() ? Map.of() : Collections.unmodifiableMap(others));
  }

  public static ResourceSet cpus(double cpus) {
    return new ResourceSet(Math.round(cpus * UNIT), Map.of());
  }

  /** Amounts in ten-thousandths; {@code others} is copied. */
  public static ResourceSet ofUnits(long cpu, Map<String, Long> others) {
    return new ResourceSet(
        cpu, others.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(others)));
  }

  /** CPU in ten-thousandths. */
  public long cpuUnits() {
    return cpu;
  }

  /** Everything but CPU, in ten-thousandths; unmodifiable. */
  public Map<String, Long> otherUnits() {
    return others;
  }

  /** Both amounts together. */
  public ResourceSet plus(ResourceSet added) {
    if (added.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return added;
    }
    if (added.others.isEmpty()) {
      return new ResourceSet(cpu + added.cpu, others);
    }
    Map<String, Long> sum = new TreeMap<>(others);
    added.others.forEach((name, units) -> sum.merge(name, units, Long::sum));
    return new ResourceSet(cpu + added.cpu, Collections.unmodifiableMap(sum));
  }

  /** What is left when so much is taken away; nothing goes below zero. */
  public ResourceSet minus(ResourceSet taken) {
    long leftCpu = Math.max(0, cpu - taken.cpu);
    if (taken.others.isEmpty()) {
      return leftCpu == cpu ? this : new ResourceSet(leftCpu, others);
    }
    Map<String, Long> left = new TreeMap<>(others);
    taken.others.forEach((name, units) ->
        left.computeIfPresent(name, (n, had) -> had > units ? Long.valueOf(had - units) : null));
    return new ResourceSet(leftCpu, left.isEmpty() ? Map.of() : Collections.unmodifiableMap(left));
  }

  /** So many times the amounts; {@code times} is not negative. */
  public ResourceSet times(long times) {
    if (times == 1 || isEmpty()) {
      return this;
    }
    if (times == 0) {
      return EMPTY;
    }
    if (others.isEmpty()) {
      return new ResourceSet(cpu * times, others);
    }
    Map<String, Long> product = new TreeMap<>();
    others.forEach((name, units) -> product.put(name, units * times));
    return new ResourceSet(cpu * times, Collections.unmodifiableMap(product));
  }

  /**
   * The largest part of {@code whole} that any of these amounts is: the dominant share (Ghodsi et
   * al., "Dominant Resource Fairness", NSDI 2011). Infinite if something is asked for that the
   * whole does not have, 0 for nothing.
   */
  public double shareOf(ResourceSet whole) {
    double share = cpu <= 0 ? 0 : (double) cpu / Math.max(0, whole.cpu);
    for (Map.Entry<String, Long> amount : others.entrySet()) {
      double part = (double) amount.getValue() / whole.others.getOrDefault(amount.getKey(), 0L);
      share = Math.max(share, part);
    }
    return share;
  }

  public boolean isEmpty() {
    return cpu == 0 && others.isEmpty();
  }

  /** The CPU part alone: what a blocked call gives back. */
  public ResourceSet cpuOnly() {
    return others.isEmpty() ? this : new ResourceSet(cpu, Map.of());
  }

  /** Everything but CPU. */
  public ResourceSet withoutCpu() {
    return cpu == 0 ? this : new ResourceSet(0, others);
  }

  /** Whether whoever holds this may run something that asks for {@code demand} instead. */
  public boolean covers(ResourceSet demand) {
    if (this == demand) {
      return true;
    }
    if (demand.cpu > cpu) {
      return false;
    }
    for (Map.Entry<String, Long> amount : demand.others.entrySet()) {
      if (others.getOrDefault(amount.getKey(), 0L) < amount.getValue()) {
        return false;
      }
    }
    return true;
  }

  /** Amounts by name, as users write them; CPU first. */
  public Map<String, Double> toMap() {
    Map<String, Double> amounts = new LinkedHashMap<>();
    if (cpu > 0) {
      amounts.put(CPU, (double) cpu / UNIT);
    }
    others.forEach((name, units) -> amounts.put(name, (double) units / UNIT));
    return amounts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceSet set
        && set.hash == hash
        && set.cpu == cpu
        && set.others.equals(others);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
