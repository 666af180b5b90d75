package org.akkaray.runtime.task;

import java.util.concurrent.atomic.AtomicReference;
import org.akkaray.id.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * Which call of an actor came before which, of those that one node submits and that leave lineage.
 * Thread-safe.
 */
public final class StatefulEdges {
  private final AtomicReference<@Nullable TaskId> last = new AtomicReference<>();

  /** No call yet. */
  public StatefulEdges() {}

  /** The call before this one; null if it is the first. */
  @Nullable TaskId next(TaskId call) {
    return last.getAndSet(call);
  }
}
