package org.akkaray.id;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Names a job: everything that one driver submits. A small number; its four bytes are the first of
 * the ids of its tasks and actors.
 */
public final class JobId extends BaseId {
  private static final long serialVersionUID = 1;

  /** How many bytes the id has. */
  public static final int LENGTH = Integer.BYTES;

  /** The id that names nothing. */
  public static final JobId NIL = new JobId(-1);

  private final int value;

  private JobId(int value) {
    this.value = value;
  }

  /** The job with this number. */
  public static JobId fromInt(int value) {
    return new JobId(value);
  }

  /** The id with these {@value #LENGTH} bytes. */
  public static JobId fromBytes(byte[] bytes) {
    return new JobId(checked("A JobId", LENGTH, bytes).getInt());
  }

  /** The id with the buffer's next {@value #LENGTH} bytes, which are consumed. */
  public static JobId fromByteBuffer(ByteBuffer buffer) {
    return new JobId(checked("A JobId", LENGTH, buffer).getInt());
  }

  /** The id that {@link #toString} printed. */
  public static JobId fromHexString(String hex) {
    return new JobId(checked("A JobId", LENGTH, hex).getInt());
  }

  /** The job's number. */
  public int value() {
    return value;
  }

  @Override
  public int size() {
    return LENGTH;
  }

  @Override
  public boolean isNil() {
    return value == -1;
  }

  @Override
  void writeTo(ByteBuffer buffer) {
    buffer.putInt(value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JobId that && that.value == value;
  }

  @Override
  public int hashCode() {
    return value;
  }
}
