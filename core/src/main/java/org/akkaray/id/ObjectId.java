package org.akkaray.id;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Names an object: the task that made it and an index. Indexes from zero up are the task's returns,
 * negative ones are what it put: the i-th put has the index {@code -1 - i}.
 */
public final class ObjectId extends BaseId {
  private static final long serialVersionUID = 1;

  /** How many bytes the id has. */
  public static final int LENGTH = TaskId.LENGTH + Integer.BYTES;

  /** The id that names nothing. */
  public static final ObjectId NIL = new ObjectId(-1, -1, -1);

  private final long high;
  private final long low;
  private final int index;

  private ObjectId(long high, long low, int index) {
    this.high = high;
    this.low = low;
    this.index = index;
  }

  private ObjectId(ByteBuffer bytes) {
    this(bytes.getLong(), bytes.getLong(), bytes.getInt());
  }

  /** The id with these {@value #LENGTH} bytes. */
  public ObjectId(byte[] bytes) {
    this(checked("An ObjectId", LENGTH, bytes));
  }

  /** The id of the task with this id in two numbers, and of this index. */
  public static ObjectId of(long taskHigh, long taskLow, int index) {
    return new ObjectId(taskHigh, taskLow, index);
  }

  /**
   * A task's return.
   *
   * @param index from 0
   */
  public static ObjectId forReturn(TaskId task, int index) {
    if (index < 0) {
      throw new IllegalArgumentException(
          "The index of a return must not be negative, but is " + index);
    }
    return new ObjectId(task.high(), task.low(), index);
  }

  /**
   * An object that a task put.
   *
   * @param index how many it put before, from 0
   */
  public static ObjectId forPut(TaskId task, int index) {
    if (index < 0) {
      throw new IllegalArgumentException(
          "The index of a put must not be negative, but is " + index);
    }
    return new ObjectId(task.high(), task.low(), -1 - index);
  }

  /** The id with these {@value #LENGTH} bytes. */
  public static ObjectId fromBytes(byte[] bytes) {
    return new ObjectId(bytes);
  }

  /** The id with the buffer's next {@value #LENGTH} bytes, which are consumed. */
  public static ObjectId fromByteBuffer(ByteBuffer buffer) {
    return new ObjectId(checked("An ObjectId", LENGTH, buffer));
  }

  /** The id that {@link #toString} printed. */
  public static ObjectId fromHexString(String hex) {
    return new ObjectId(checked("An ObjectId", LENGTH, hex));
  }

  /** A random id. */
  public static ObjectId fromRandom() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new ObjectId(random.nextLong(), random.nextLong(), random.nextInt());
  }

  /** The first eight bytes of the task's id. */
  public long high() {
    return high;
  }

  /** The last eight bytes of the task's id. */
  public long low() {
    return low;
  }

  /** The index: from 0 for a return, from -1 downwards for a put. */
  public int index() {
    return index;
  }

  /** The task that made the object. */
  public TaskId getTaskId() {
    return TaskId.of(high, low);
  }

  /** Whether the object was put, not returned. */
  public boolean isPut() {
    return index < 0;
  }

  @Override
  public int size() {
    return LENGTH;
  }

  @Override
  public boolean isNil() {
    return (high & low) == -1 && index == -1;
  }

  @Override
  void writeTo(ByteBuffer buffer) {
    buffer.putLong(high).putLong(low).putInt(index);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectId that
        && that.low == low
        && that.index == index
        && that.high == high;
  }

  @Override
  public int hashCode() {
    return (Long.hashCode(high) * 31 + Long.hashCode(low)) * 31 + index;
  }
}
