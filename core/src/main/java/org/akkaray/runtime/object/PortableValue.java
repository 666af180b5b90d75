package org.akkaray.runtime.object;

import java.util.List;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;
import org.jspecify.annotations.Nullable;

/**
 * A frozen value in a form that another process can take.
 *
 * @param form what {@code data} is: one of the constants here, or {@link #RAW} and the place of a
 *     {@link RawForm}
 * @param data its bytes; of no meaning beyond {@code length}; shared, so nobody may write to it
 * @param held the references and handles in it, in the order in which the data names them
 * @param stored where the bytes lie if they are not in {@code data}
 * @param standIn of an exception: for a reader that cannot read the original
 * @param future whether it is the value of a future that the method returned
 */
public record PortableValue(
    int form,
    byte[] data,
    int length,
    List<Object> held,
    @Nullable StoredBytes stored,
    @Nullable PortableValue standIn,
    boolean future) {

  /** The form of null. */
  public static final int NULL = 0;

  /** The form of values that are written by a serializer. */
  public static final int CODED = 1;

  /** The form of a value that is itself a reference or a handle: the first of those held. */
  public static final int REFERENCE = 2;

  /** The form of an exception; its data are the original's, which may be null. */
  public static final int THROWABLE = 3;

  /** Added to the place of a {@link RawForm}. */
  public static final int RAW = 16;

  static final byte[] NOTHING = {};

  /**
   * Bytes in the object stores of nodes.
   *
   * @param size in bytes
   * @param locations the nodes that have them; empty where this node is meant
   * @param owner the node that owns the object; null if it is this one
   */
  public record StoredBytes(
      ObjectId object, long size, List<UniqueId> locations, @Nullable UniqueId owner) {

    StoredBytes ownedHere() {
      return new StoredBytes(object, size, locations, null);
    }
  }

  static PortableValue of(int form, byte[] data, int length, List<Object> held) {
    return new PortableValue(form, data, length, held, null, null, false);
  }

  static PortableValue of(int form, List<Object> held, StoredBytes stored) {
    return new PortableValue(form, NOTHING, 0, held, stored, null, false);
  }

  PortableValue asFuture() {
    return new PortableValue(form, data, length, held, stored, standIn, true);
  }
}
