package org.akkaray.runtime.object;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.UUID;
import org.akkaray.id.BaseId;

/**
 * Which values nobody can change, so that all may share one. Decided by class, once: a class is in if every object of it is
 * immutable, whatever it holds. Records count if the declared types of all components do, and those are final.
 */
final class ImmutableTypes {
  private static final Set<Class<?>> KNOWN =
      Set.of(
          Boolean.class, Byte.class, Character.class, Short.class, Integer.class, Long.class, Float.class,
          Double.class, String.class, UUID.class, Duration.class, Instant.class, LocalDate.class,
          LocalDateTime.class, LocalTime.class, OffsetDateTime.class, Period.class, Year.class,
          YearMonth.class, ZonedDateTime.class, ZoneOffset.class, BigInteger.class, BigDecimal.class);

  private static final ClassValue<Boolean> IMMUTABLE =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return decide(type);
        }
      };

  private ImmutableTypes() {}

  static boolean contains(Class<?> type) {
    return IMMUTABLE.get(type);
  }

  private static boolean decide(Class<?> type) {
    if (KNOWN.contains(type) || BaseId.class.isAssignableFrom(type)) {
      return true;
    }
    if (type.isEnum() || (type.getSuperclass() != null && type.getSuperclass().isEnum())) {
      return true;
    }
    if (!type.isRecord()) {
      return false;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> declared = component.getType();
      boolean fixed = declared.isPrimitive() || Modifier.isFinal(declared.getModifiers()) || declared.isEnum();
      if (!fixed || declared == type || (!declared.isPrimitive() && !contains(declared))) {
        return false;
      }
    }
    return true;
  }
}
