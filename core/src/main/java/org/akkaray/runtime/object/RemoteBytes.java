package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.akkaray.runtime.object.PortableValue.StoredBytes;
import org.jspecify.annotations.Nullable;

/** Gets at the bytes of objects that lie in the stores of other nodes. Thread-safe. */
public interface RemoteBytes {
  /**
   * Brings an object near, so that {@link #read} does not wait: into this node's store, or within
   * reach of its memory.
   *
   * @return done when it is there; fails with {@link ObjectTransferException} if nobody has it
   */
  CompletableFuture<Void> fetch(StoredBytes bytes, PullPriority priority);

  /**
   * Reads an object's bytes, after waiting for them if need be; the calling thread holds no CPU
   * meanwhile.
   *
   * @param lasting whether what the reader returns is a view of the bytes
   * @throws ObjectTransferException if nobody has it any more
   * @throws org.akkaray.exception.RayException if the thread is interrupted while it waits
   */
  <R extends @Nullable Object> R read(
      StoredBytes bytes, boolean lasting, Function<MemorySegment, R> reader);

  /** This node owns an object whose bytes lie elsewhere, until {@link #discard}. */
  void own(StoredBytes bytes);

  /** Nobody needs the object any more who is known to its owner: it goes, wherever it is. */
  void discard(StoredBytes bytes);
}
