package org.akkaray.runtime.object;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A future that a method returned, once it is complete: its readers get a completed future of their
 * own copy. It is published when the future completes, so the method's actor goes on with other
 * calls meanwhile.
 */
record FrozenFuture(Object frozen) {

  CompletableFuture<@Nullable Object> thaw(ValueCodec codec) {
    return CompletableFuture.completedFuture(codec.thaw(frozen));
  }
}
