package org.akkaray.runtime.gcs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a lineage log tells those who submit and run calls, without their asking: the time, about,
 * and how many calls more are to be followed from their beginning although they may be short.
 * Written by the log's thread. Thread-safe: reads may be late, and a few calls too many are no
 * harm.
 */
public final class LineagePulse {
  private static final long NANOS = System.nanoTime();
  private static final long MICROS = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());

  private volatile long micros;
  private int samples;

  /** Not beating. */
  public LineagePulse() {}

  /**
   * Microseconds since 1970: of this process's wall clock when it was asked first, and steady from
   * there on.
   */
  public static long now() {
    return MICROS + (System.nanoTime() - NANOS) / 1000;
  }

  /** It beats. */
  public void beat(long nowMicros, int moreSamples) {
    samples = moreSamples;
    micros = nowMicros;
  }

  /** Microseconds since 1970, some milliseconds old at most while calls are submitted. */
  public long micros() {
    return micros;
  }

  /** Whether the call that is being submitted is to be followed. */
  public boolean takesSample() {
    int left = samples;
    if (left <= 0) {
      return false;
    }
    samples = left - 1;
    return true;
  }
}
