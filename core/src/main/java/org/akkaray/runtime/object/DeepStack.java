package org.akkaray.runtime.object;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs what has overflown a thread's stack again on a thread with a large one: a serializer's depth
 * is that of the value. The stack is reserved, not used, until something goes deep. One at a time.
 */
final class DeepStack {
  private static final long STACK_BYTES = 512L << 20;
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private DeepStack() {}

  static <T extends @Nullable Object> T call(Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable run =
        () -> {
          try {
            result.complete(work.get());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        };
    ONE_AT_A_TIME.lock();
    try {
      new Thread(null, run, "ray-deep-value", STACK_BYTES).start();
      return result.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        default -> throw e;
      }
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }
}
