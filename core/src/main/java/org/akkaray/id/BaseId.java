package org.akkaray.id;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * An identifier of a fixed number of bytes. The bytes are those of the numbers it is made of, in
 * big-endian order; the nil id of each type is all ones, as in Ray. Immutable and thread-safe.
 */
public abstract class BaseId implements Serializable {
  private static final long serialVersionUID = 1;

  BaseId() {}

  /** How many bytes the id has. */
  public abstract int size();

  /** Whether this is the id that names nothing. */
  public abstract boolean isNil();

  /** Writes the {@link #size} bytes of the id. */
  abstract void writeTo(ByteBuffer buffer);

  /** A fresh array of the id's bytes. */
  public final byte[] getBytes() {
    byte[] bytes = new byte[size()];
    writeTo(ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** A read-only buffer of the id's bytes, ready to be read. */
  public final ByteBuffer toByteBuffer() {
    return ByteBuffer.wrap(getBytes()).asReadOnlyBuffer();
  }

  /** The bytes in lower-case hexadecimal. */
  @Override
  public final String toString() {
    return HexFormat.of().formatHex(getBytes());
  }

  /** A buffer over the bytes, which must be as many as the type has. */
  static ByteBuffer checked(String type, int length, byte[] bytes) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          type + " has " + length + " bytes, but " + bytes.length + " were given.");
    }
    return ByteBuffer.wrap(bytes);
  }

  /** The next bytes of a buffer, consumed; they must be as many as the type has. */
  static ByteBuffer checked(String type, int length, ByteBuffer buffer) {
    if (buffer.remaining() < length) {
      throw new IllegalArgumentException(
          type + " has " + length + " bytes, but the buffer holds " + buffer.remaining() + ".");
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** The bytes that a hexadecimal string stands for, which must be as many as the type has. */
  static ByteBuffer checked(String type, int length, String hex) {
    if (hex.length() != 2 * length) {
      throw new IllegalArgumentException(
          type
              + " has "
              + 2 * length
              + " hexadecimal digits, but this has "
              + hex.length()
              + ": "
              + hex);
    }
    try {
      return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(type + " is not hexadecimal: " + hex, e);
    }
  }
}
