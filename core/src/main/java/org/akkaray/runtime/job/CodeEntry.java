package org.akkaray.runtime.job;

import org.akkaray.runtime.OptionRules;

/**
 * A jar of a job.
 *
 * @param name what it is called where it comes from; for people only
 * @param size in bytes
 */
public record CodeEntry(String name, CodeHash hash, long size) {
  /** The most bytes that a chunk has: with what is around it, it fits into a message. */
  public static final int CHUNK = 192 * 1024;

  /** Refuses an entry without a name or with a size that cannot be. */
  public CodeEntry {
    OptionRules.name("name of a jar", name);
    OptionRules.atLeast("size of " + name, 0L, size);
  }

  /** How many chunks it has in a {@link CodeTable}, at least 1. */
  int chunks() {
    return Math.toIntExact(Math.max(1, (size + CHUNK - 1) / CHUNK));
  }

  ChunkId chunk(int index) {
    return new ChunkId(hash, index);
  }

  int chunkSize(int index) {
    return (int) Math.min(CHUNK, size - (long) index * CHUNK);
  }
}
