package org.akkaray.runtime.job;

/**
 * A part of a jar in a {@link CodeTable}.
 *
 * @param hash of the whole jar
 * @param index from 0
 */
public record ChunkId(CodeHash hash, int index) {
  /** As a key: {@code HASH/INDEX}. */
  @Override
  public String toString() {
    return hash + "/" + index;
  }
}
