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
  static ResourceSet ofUnits(long cpu, Map<String, Long> others) {
    return new ResourceSet(
        cpu, others.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(others)));
  }

  /** CPU in ten-thousandths. */
  long cpuUnits() {
    return cpu;
  }

  /** Everything but CPU, in ten-thousandths. */
  Map<String, Long> otherUnits() {
    return others;
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
