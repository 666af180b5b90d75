package org.akkaray.runtime.job;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to the cluster's function table: jars in chunks. Chunks are named by what they are part
 * of, so writing one again changes nothing. Implementations are thread-safe.
 *
 * <p>The last chunk of a jar is written when all others are there: who finds it finds all.
 *
 * <p>Stages fail with any exception when the table cannot be reached; to do the same again is safe.
 */
public interface CodeTable {
  /**
   * Writes a chunk.
   *
   * @param bytes at most {@value CodeEntry#CHUNK}; neither side changes them afterwards
   */
  CompletionStage<Void> put(ChunkId id, byte[] bytes);

  /** A chunk; empty if there is none. */
  CompletionStage<Optional<byte[]>> get(ChunkId id);

  /**
   * Offers a jar's whole file, which stays as it is while the process lives.
   *
   * @return whether the table reads it when somebody asks for it, so that nothing needs to be put
   */
  default boolean serves(CodeEntry entry, Path file) {
    return false;
  }

  /** Whether there is such a chunk. */
  default CompletionStage<Boolean> contains(ChunkId id) {
    return get(id).thenApply(Optional::isPresent);
  }
}
