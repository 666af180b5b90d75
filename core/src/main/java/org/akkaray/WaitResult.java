package org.akkaray;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Ray#wait} found, both lists in the order of its argument. Immutable.
 *
 * @param <T> the objects' type
 */
public final class WaitResult<T extends @Nullable Object> {
  private final List<ObjectRef<T>> ready;
  private final List<ObjectRef<T>> unready;

  /** With the references whose objects, or failures, are there, and the others. */
  public WaitResult(List<ObjectRef<T>> ready, List<ObjectRef<T>> unready) {
    this.ready = ready;
    this.unready = unready;
  }

  /** The references whose objects, or failures, are there: as many as were asked for, at most. */
  public List<ObjectRef<T>> getReady() {
    return ready;
  }

  /** The other references. */
  public List<ObjectRef<T>> getUnready() {
    return unready;
  }

  @Override
  public String toString() {
    return "WaitResult{ready=" + ready + ", unready=" + unready + "}";
  }
}
