package org.akkaray.runtime.gcs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Points in time as lists show them. */
final class Instants {
  private Instants() {}

  /** Empty for 0, which stands for "not yet". */
  static String ofMicros(long micros) {
    return micros == 0 ? "" : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
