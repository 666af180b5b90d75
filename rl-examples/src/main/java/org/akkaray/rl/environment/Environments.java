package org.akkaray.rl.environment;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The register of environments by id. It holds CartPole-v1, Pendulum-v1, MountainCar-v0,
 * MountainCarContinuous-v0 and Acrobot-v1; {@link #register} adds others, in each process that
 * makes them. Thread-safe.
 */
public final class Environments {
  private static final ConcurrentHashMap<String, Supplier<? extends Environment>> REGISTER =
      new ConcurrentHashMap<>();

  static {
    REGISTER.put(CartPole.SPEC.id(), CartPole::new);
    REGISTER.put(Pendulum.SPEC.id(), Pendulum::new);
    REGISTER.put(MountainCar.SPEC.id(), MountainCar::new);
    REGISTER.put(MountainCarContinuous.SPEC.id(), MountainCarContinuous::new);
    REGISTER.put(Acrobot.SPEC.id(), Acrobot::new);
  }

  private Environments() {}

  /**
   * A new environment.
   *
   * @throws IllegalArgumentException if there is none of this id; the message lists those there are
   */
  public static Environment make(String id) {
    Supplier<? extends Environment> factory = REGISTER.get(id);
    if (factory == null) {
      throw new IllegalArgumentException(
          "no environment '%s'; there are %s".formatted(id, String.join(", ", ids())));
    }
    return factory.get();
  }

  /**
   * Adds an environment under the id of its spec.
   *
   * @param factory makes a new one at each call
   * @throws IllegalArgumentException if the id is taken
   */
  public static void register(Supplier<? extends Environment> factory) {
    String id = factory.get().spec().id();
    if (REGISTER.putIfAbsent(id, factory) != null) {
      throw new IllegalArgumentException("environment '" + id + "' is registered already");
    }
  }

  /** All ids, sorted. */
  public static List<String> ids() {
    return List.copyOf(new TreeMap<>(REGISTER).keySet());
  }
}
