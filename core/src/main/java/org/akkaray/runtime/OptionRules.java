package org.akkaray.runtime;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What makes an option's value valid, in one place, so that every builder says the same sentence:
 * an {@link IllegalArgumentException} that names the option and the value.
 */
public final class OptionRules {
  private OptionRules() {}

  /** A name: not null, not blank. */
  public static String name(String option, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw bad(option, "must not be blank", value == null ? "null" : "\"" + value + "\"");
    }
    return value;
  }

  /** An amount of a resource: not negative, and a whole number if it is above 1. */
  public static double amount(String option, @Nullable Double value) {
    if (value == null || value.isNaN() || value.isInfinite() || value < 0) {
      throw bad(option, "must not be negative", value);
    }
    if (value > 1 && value != Math.rint(value)) {
      throw bad(option, "must be a whole number if it is above 1", value);
    }
    return value;
  }

  /** Named amounts of resources, copied in their order. */
  public static Map<String, Double> amounts(String option, Map<String, Double> values) {
    Map<String, Double> copy = new LinkedHashMap<>();
    values.forEach((name, value) ->
        copy.put(name(option + " name", name), amount(option + " " + name, value)));
    return copy;
  }

  /** A number that must not be below {@code least}. */
  public static int atLeast(String option, int least, int value) {
    if (value < least) {
      throw bad(option, "must be at least " + least, value);
    }
    return value;
  }

  /** A number that must not be below {@code least}. */
  public static long atLeast(String option, long least, long value) {
    if (value < least) {
      throw bad(option, "must be at least " + least, value);
    }
    return value;
  }

  /** A time: not null, not negative. */
  public static Duration time(String option, @Nullable Duration value) {
    if (value == null || value.isNegative()) {
      throw bad(option, "must be a time that is not negative", value);
    }
    return value;
  }

  /** A time: not null, above zero. */
  public static Duration positive(String option, @Nullable Duration value) {
    if (value == null || value.isNegative() || value.isZero()) {
      throw bad(option, "must be a time above 0", value);
    }
    return value;
  }

  /** A port's number; 0 stands for any free one. */
  public static int port(String option, int value) {
    if (value < 0 || value > 65_535) {
      throw bad(option, "must be a port from 1 to 65535, or 0 for any free one", value);
    }
    return value;
  }

  /** One or more of host:port, separated by commas. */
  public static String hostsAndPorts(String option, @Nullable String value) {
    name(option, value);
    for (String one : value.split(",", -1)) {
      if (!one.strip().matches("([^\\s:\\[\\]]+|\\[[0-9a-fA-F:.]+]):[0-9]{1,5}")
          || port(option, Integer.parseInt(one.substring(one.lastIndexOf(':') + 1).strip())) == 0) {
        throw bad(option, "must be of the form host:port", "\"" + value + "\"");
      }
    }
    return value;
  }

  /** A time in milliseconds; -1, as in Ray, for no limit, which is null here. */
  public static @Nullable Duration millis(String option, long value) {
    if (value == -1) {
      return null;
    }
    return Duration.ofMillis(atLeast(option, 0, value));
  }

  /** Anything but null. */
  public static <T> T given(String option, @Nullable T value) {
    return Objects.requireNonNull(value, () -> option + " must not be null");
  }

  /** The exception for an option with a value that it cannot have. */
  public static IllegalArgumentException bad(String option, String rule, @Nullable Object value) {
    return new IllegalArgumentException(option + " " + rule + ", but is " + value);
  }
}
