package org.akkaray.gcs.rows;

/** A number that only grows, as that of the last job. */
public record Counter(String name, long value) {
  /** The next number. */
  public Counter next() {
    return new Counter(name, value + 1);
  }
}
