package org.akkaray.runtime.job;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Chunks on the heap of one process. Thread-safe. */
public final class InMemoryCodeTable implements CodeTable {
  private final Map<ChunkId, byte[]> chunks = new ConcurrentHashMap<>();

  @Override
  public CompletionStage<Void> put(ChunkId id, byte[] bytes) {
    chunks.put(id, bytes);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Optional<byte[]>> get(ChunkId id) {
    return CompletableFuture.completedStage(Optional.ofNullable(chunks.get(id)));
  }
}
