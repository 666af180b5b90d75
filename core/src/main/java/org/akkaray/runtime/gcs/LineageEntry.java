package org.akkaray.runtime.gcs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.akkaray.id.TaskId;

/**
 * A call as the {@link LineageLog} sees it. It is asked for its record only when its batch leaves,
 * so a call that is over by then and that nobody needs costs no record.
 *
 * <p>Thread-safe. Each state of a call reaches the log: it enters before it is taken, and whoever
 * changes it after it was taken has it enter once more.
 */
public abstract class LineageEntry {
  private static final int OUT = 0;
  private static final int IN = 1;
  private static final VarHandle PLACE;

  static {
    try {
      PLACE = MethodHandles.lookup().findVarHandle(LineageEntry.class, "place", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // through PLACE
  private volatile int place;

  /** Written by the log only. */
  private volatile boolean logged;

  /** Not in a log. */
  protected LineageEntry() {}

  /** The call's id. */
  public abstract TaskId id();

  /** Whether the call is over. */
  public abstract boolean isOver();

  /**
   * Whether anybody may still need the call's lineage: false when what it returned cannot get lost
   * without its owner.
   */
  public abstract boolean isNeeded();

  /** What it is now. */
  public abstract TaskRecord toRecord();

  /** For the log: it will take this; false if that is so already. */
  public final boolean enter() {
    return place == OUT && PLACE.compareAndSet(this, OUT, IN);
  }

  /** For the log: what is changed from here on enters again. Before the call is asked anything. */
  public final void leave() {
    place = OUT;
  }

  /** Whether the log has, or will have, a record of it. */
  public final boolean isLogged() {
    return logged;
  }

  /** For the log. */
  public final void setLogged(boolean isLogged) {
    logged = isLogged;
  }
}
