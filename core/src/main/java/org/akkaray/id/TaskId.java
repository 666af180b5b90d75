package org.akkaray.id;

import java.nio.ByteBuffer;

/**
 * Names a task: a driver, a task or a method call of an actor. Its first four bytes are its job's;
 * the other twelve are a hash of its parent's id and of the index of the call in the parent.
 *
 * <p>The hash is made of two of Stafford's mixing functions ("Better Bit Mixing", 2011): variant
 * 13, which is also SplitMix64's (Steele, Lea, Flood, OOPSLA 2014), for the low half, and variant 4
 * for the 32 bits above it. Each step of the low half is a bijection of the index for a given
 * parent, so the children of one task never collide.
 */
public final class TaskId extends LongPairId {
  private static final long serialVersionUID = 1;

  /** How many bytes the id has. */
  public static final int LENGTH = BYTES;

  /** The id that names nothing. */
  public static final TaskId NIL = new TaskId(-1, -1);

  private static final long JOB_MASK = 0xffffffff00000000L;
  private static final long GOLDEN =
      0x9e3779b97f4a7c15L; // 2^64 / golden ratio, SplitMix64's increment
  private static final long DRIVER = -1; // an index that no call has

  private TaskId(long high, long low) {
    super(high, low);
  }

  private TaskId(ByteBuffer bytes) {
    this(bytes.getLong(), bytes.getLong());
  }

  /** The id whose bytes are those of the two numbers. */
  public static TaskId of(long high, long low) {
    return new TaskId(high, low);
  }

  /** The id with these {@value #LENGTH} bytes. */
  public static TaskId fromBytes(byte[] bytes) {
    return new TaskId(checked("A TaskId", LENGTH, bytes));
  }

  /** The id with the buffer's next {@value #LENGTH} bytes, which are consumed. */
  public static TaskId fromByteBuffer(ByteBuffer buffer) {
    return new TaskId(checked("A TaskId", LENGTH, buffer));
  }

  /** The id that {@link #toString} printed. */
  public static TaskId fromHexString(String hex) {
    return new TaskId(checked("A TaskId", LENGTH, hex));
  }

  /** The id of a job's driver, the root of the job's tree of tasks. */
  public static TaskId forDriver(JobId job) {
    return forChild(new TaskId((long) job.value() << 32, 0), DRIVER);
  }

  /**
   * The id of a task's child: a function of the parent's id and the index of the call in the
   * parent, so that running a parent again names the same children.
   */
  public static TaskId forChild(TaskId parent, long index) {
    return new TaskId(
        childHigh(parent.high(), parent.low(), index),
        childLow(parent.high(), parent.low(), index));
  }

  /** The {@code high()} of {@link #forChild}, for who would rather not make the object. */
  public static long childHigh(long parentHigh, long parentLow, long index) {
    long mixed = mix4(mix4(parentHigh + GOLDEN) + parentLow ^ mix13(index + parentLow));
    return parentHigh & JOB_MASK | mixed >>> 32;
  }

  /** The {@code low()} of {@link #forChild}, for who would rather not make the object. */
  public static long childLow(long parentHigh, long parentLow, long index) {
    return mix13(mix13(parentLow ^ mix13(index * GOLDEN + 1)) + parentHigh);
  }

  /** The job that the task belongs to: the first four bytes. */
  public JobId getJobId() {
    return JobId.fromInt((int) (high() >>> 32));
  }

  private static long mix13(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static long mix4(long z) {
    z = (z ^ (z >>> 33)) * 0x62a9d9ed799705f5L;
    z = (z ^ (z >>> 28)) * 0xcb24d0a5c88c35b3L;
    return z ^ (z >>> 32);
  }
}
