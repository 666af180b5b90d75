package org.akkaray;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a generator task, in the order it yields them; each can be read while the task
 * still runs. The task waits when it is too far ahead of its reader (see {@code
 * setGeneratorBackpressure}). One thread at a time may read.
 *
 * @param <E> the objects' type
 */
public interface ObjectRefGenerator<E extends @Nullable Object>
    extends Iterator<ObjectRef<E>>, AutoCloseable {

  /**
   * Waits until the task has yielded another object or has ended.
   *
   * @return false once it has ended and all was read
   */
  @Override
  boolean hasNext();

  /**
   * Waits for the next object. If the task failed, the reference after the last object holds the
   * failure.
   *
   * @throws NoSuchElementException once the task has ended and all was read
   */
  @Override
  ObjectRef<E> next();

  /**
   * Says that nothing more will be read: a task that still runs is cancelled. Does nothing the
   * second time.
   */
  @Override
  void close();
}
