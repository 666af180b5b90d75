package org.akkaray.runtime.object;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.apache.fory.resolver.SharedRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Coders that are not in use. As many as there are threads that use one at the same time, up to a
 * few per CPU; a coder is some milliseconds of work to make and knows the classes that it has met.
 */
final class CoderPool {
  private final AtomicReferenceArray<@Nullable Coder> idle =
      new AtomicReferenceArray<>(Math.max(8, 2 * Runtime.getRuntime().availableProcessors()));
  private final IntFunction<Coder> maker;

  CoderPool(Set<Class<?>> referenceTypes, @Nullable ClassLoader loader) {
    SharedRegistry shared = new SharedRegistry();
    this.maker = maxDepth -> new Coder(referenceTypes, loader, shared, maxDepth);
  }

  /** A coder for the calling thread; it gives it back, or throws it away if it failed. */
  Coder take() {
    for (int i = 0; i < idle.length(); i++) {
      if (idle.getPlain(i) != null) {
        Coder coder = idle.getAndSet(i, null);
        if (coder != null) {
          return coder;
        }
      }
    }
    return newCoder(Coder.MAX_DEPTH);
  }

  /** A coder that nobody will give back. */
  Coder newCoder(int maxDepth) {
    return maker.apply(maxDepth);
  }

  void giveBack(Coder coder) {
    coder.tidy();
    for (int i = 0; i < idle.length(); i++) {
      if (idle.getPlain(i) == null && idle.compareAndSet(i, null, coder)) {
        return;
      }
    }
  }
}
