package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;

/** An object that stays in memory until this is closed. Thread-safe. */
public interface ObjectPin extends AutoCloseable {
  /** The object's bytes, read-only and not copied; they throw once this is closed. */
  MemorySegment bytes();

  /** How the bytes are to be read, as its creator said. */
  int form();

  /**
   * Ends the pin; of no effect if it has ended.
   *
   * @throws IllegalStateException if a native call is using the bytes just now; the pin stays
   */
  @Override
  void close();
}
