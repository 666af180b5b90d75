package org.akkaray.runtime.object;

import org.akkaray.id.ObjectId;

/**
 * An object as a store lists it.
 *
 * @param size in bytes
 * @param state where it is in its life
 * @param pins how many readers and writers of its own process hold it in memory
 * @param isCopy whether another node has the primary copy
 * @param createdMillis since the epoch
 * @param form how its bytes are to be read, as its creator said
 */
public record StoredObject(
    ObjectId id, long size, State state, int pins, boolean isCopy, long createdMillis, int form) {

  /** Where an object is in its life. */
  public enum State {
    /** Being written. */
    CREATED,
    /** In memory, for readers. */
    SEALED,
    /** On disk only. */
    SPILLED
  }
}
