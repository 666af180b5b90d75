package org.akkaray.id;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** Names a node, or anything else that is not of a job. */
public final class UniqueId extends LongPairId {
  private static final long serialVersionUID = 1;

  /** How many bytes the id has. */
  public static final int LENGTH = BYTES;

  /** The id that names nothing. */
  public static final UniqueId NIL = new UniqueId(-1, -1);

  /** The id with these {@value #LENGTH} bytes. */
  public UniqueId(byte[] bytes) {
    this(checked("A UniqueId", LENGTH, bytes));
  }

  private UniqueId(long high, long low) {
    super(high, low);
  }

  private UniqueId(ByteBuffer bytes) {
    this(bytes.getLong(), bytes.getLong());
  }

  /** The id whose bytes are those of the two numbers. */
  public static UniqueId of(long high, long low) {
    return new UniqueId(high, low);
  }

  /** The id with these {@value #LENGTH} bytes. */
  public static UniqueId fromBytes(byte[] bytes) {
    return new UniqueId(checked("A UniqueId", LENGTH, bytes));
  }

  /** The id with the buffer's next {@value #LENGTH} bytes, which are consumed. */
  public static UniqueId fromByteBuffer(ByteBuffer buffer) {
    return new UniqueId(checked("A UniqueId", LENGTH, buffer));
  }

  /** The id that {@link #toString} printed. */
  public static UniqueId fromHexString(String hex) {
    return new UniqueId(checked("A UniqueId", LENGTH, hex));
  }

  /** A random id. */
  public static UniqueId randomId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UniqueId(random.nextLong(), random.nextLong());
  }
}
