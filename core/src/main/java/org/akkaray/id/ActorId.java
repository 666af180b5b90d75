package org.akkaray.id;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** Names an actor; its first four bytes are its job's. */
public final class ActorId extends LongPairId {
  private static final long serialVersionUID = 1;

  /** How many bytes the id has. */
  public static final int LENGTH = BYTES;

  /** The id that names nothing. */
  public static final ActorId NIL = new ActorId(-1, -1);

  private ActorId(long high, long low) {
    super(high, low);
  }

  private ActorId(ByteBuffer bytes) {
    this(bytes.getLong(), bytes.getLong());
  }

  /** The id whose bytes are those of the two numbers. */
  public static ActorId of(long high, long low) {
    return new ActorId(high, low);
  }

  /** The id with these {@value #LENGTH} bytes. */
  public static ActorId fromBytes(byte[] bytes) {
    return new ActorId(checked("An ActorId", LENGTH, bytes));
  }

  /** The id with the buffer's next {@value #LENGTH} bytes, which are consumed. */
  public static ActorId fromByteBuffer(ByteBuffer buffer) {
    return new ActorId(checked("An ActorId", LENGTH, buffer));
  }

  /** The id that {@link #toString} printed. */
  public static ActorId fromHexString(String hex) {
    return new ActorId(checked("An ActorId", LENGTH, hex));
  }

  /** A random id. */
  public static ActorId fromRandom() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new ActorId(random.nextLong(), random.nextLong());
  }

  /**
   * The id of the actor that a task creates: the same bits, so that running the task again names
   * the same actor.
   */
  public static ActorId forCreation(TaskId creation) {
    return new ActorId(creation.high(), creation.low());
  }

  /** The job that created the actor: the first four bytes. */
  public JobId getJobId() {
    return JobId.fromInt((int) (high() >>> 32));
  }
}
