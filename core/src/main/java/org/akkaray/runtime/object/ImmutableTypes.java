package org.akkaray.runtime.object;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.akkaray.id.BaseId;

/**
 * Which values nobody can change, so that all may share one. Decided by class, once: a class is in
 * if every object of it is immutable, whatever it holds. Records count if the declared types of all
 * components do, and those are final.
 */
final class ImmutableTypes {
  private static final Set<Class<?>> KNOWN =
      Set.of(
          Boolean.class,
          Byte.class,
          Character.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          String.class,
          UUID.class,
          Duration.class,
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          LocalTime.class,
          OffsetDateTime.class,
          OffsetTime.class,
          MonthDay.class,
          Period.class,
          Year.class,
          YearMonth.class,
          ZonedDateTime.class,
          ZoneOffset.class,
          BigInteger.class,
          BigDecimal.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class,
          Locale.class,
          Currency.class,
          URI.class,
          Pattern.class,
          Class.class,
          StackTraceElement.class);

  private static final ClassValue<Boolean> IMMUTABLE =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return decide(type, new HashSet<>());
        }
      };

  private ImmutableTypes() {}

  static boolean contains(Class<?> type) {
    return IMMUTABLE.get(type);
  }

  /**
   * @param open records that are being decided further up: a record that refers back to one of them
   *     is immutable if everything else is
   */
  private static boolean decide(Class<?> type, Set<Class<?>> open) {
    if (KNOWN.contains(type) || BaseId.class.isAssignableFrom(type)) {
      return true;
    }
    if (type.isEnum() || (type.getSuperclass() != null && type.getSuperclass().isEnum())) {
      return true;
    }
    if (!type.isRecord()) {
      return false;
    }
    open.add(type);
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> declared = component.getType();
      // An array's class is final too, but it is neither known nor a record.
      boolean fixed =
          declared.isPrimitive() || Modifier.isFinal(declared.getModifiers()) || declared.isEnum();
      if (!fixed
          || (!declared.isPrimitive() && !open.contains(declared) && !decide(declared, open))) {
        return false;
      }
    }
    return true;
  }
}
