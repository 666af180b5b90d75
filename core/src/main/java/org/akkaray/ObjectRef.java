package org.akkaray;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.akkaray.exception.GetTimeoutException;
import org.akkaray.exception.RayException;
import org.akkaray.id.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an object that exists, or will when its task has run. It can be passed to other
 * calls before that, also inside other values, and keeps its object alive as long as it is
 * reachable. Thread-safe; equal by id.
 *
 * @param <T> the object's type
 */
public interface ObjectRef<T extends @Nullable Object> {
  /** The object's id. */
  ObjectId getId();

  /**
   * Waits for the object and returns a copy of it; what cannot change may be shared.
   *
   * @throws RayException if there is no object because its task failed, or because it is lost
   */
  T get();

  /**
   * As {@link #get()}, for at most so many milliseconds; -1 for no limit.
   *
   * @throws GetTimeoutException if the object was not there in time
   */
  T get(long timeoutMs);

  /**
   * As {@link #get()}, for at most so long.
   *
   * @throws GetTimeoutException if the object was not there in time
   */
  T get(Duration timeout);

  /**
   * A future that completes with a copy of the object, or with the exception that {@link #get()}
   * would throw.
   */
  CompletableFuture<T> toFuture();

  /**
   * Cancels the call that makes the object: one that waits never runs, one that runs is
   * interrupted. Who waits for the object gets a {@link
   * org.akkaray.exception.TaskCancelledException}.
   *
   * @return whether the call has ended as cancelled; false if it had a result already or still runs
   */
  boolean cancel();

  /**
   * Lets go of the object although it is referred to: whoever asks for it later gets an {@link
   * org.akkaray.exception.ObjectLostException}.
   */
  void free();
}
