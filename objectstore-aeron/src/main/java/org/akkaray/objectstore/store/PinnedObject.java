package org.akkaray.objectstore.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.akkaray.runtime.object.ObjectPin;

/**
 * An object that stays where it is until this is closed; afterwards its bytes throw an {@link
 * IllegalStateException} when used. Thread-safe.
 */
public final class PinnedObject implements ObjectPin {
  private final Arena arena = Arena.ofShared();
  private final MemorySegment bytes;
  private final int form;
  private final Set<PinnedObject> open;
  private final Runnable unpin;
  private boolean closed;

  /**
   * @param mapped bytes of a mapping that is not unmapped before all of {@code open} are closed
   * @param form how they are to be read
   * @param open where it enters itself, for as long as it is open; thread-safe
   * @param unpin done once, at the end
   */
  PinnedObject(MemorySegment mapped, int form, Set<PinnedObject> open, Runnable unpin) {
    this.form = form;
    this.open = open;
    this.bytes = mapped.reinterpret(mapped.byteSize(), arena, null).asReadOnly();
    this.unpin = unpin;
    open.add(this);
  }

  @Override
  public MemorySegment bytes() {
    return bytes;
  }

  @Override
  public int form() {
    return form;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      arena.close();
      closed = true;
      open.remove(this);
      unpin.run();
    }
  }

  /** As {@link #close}, but false instead of an exception. */
  boolean tryClose() {
    try {
      close();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
