package org.akkaray.id;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** Names a placement group. */
public final class PlacementGroupId extends LongPairId {
  private static final long serialVersionUID = 1;

  /** How many bytes the id has. */
  public static final int LENGTH = BYTES;

  /** The id that names nothing. */
  public static final PlacementGroupId NIL = new PlacementGroupId(-1, -1);

  private PlacementGroupId(long high, long low) {
    super(high, low);
  }

  private PlacementGroupId(ByteBuffer bytes) {
    this(bytes.getLong(), bytes.getLong());
  }

  /** The id whose bytes are those of the two numbers. */
  public static PlacementGroupId of(long high, long low) {
    return new PlacementGroupId(high, low);
  }

  /** The id with these {@value #LENGTH} bytes. */
  public static PlacementGroupId fromBytes(byte[] bytes) {
    return new PlacementGroupId(checked("A PlacementGroupId", LENGTH, bytes));
  }

  /** The id with the buffer's next {@value #LENGTH} bytes, which are consumed. */
  public static PlacementGroupId fromByteBuffer(ByteBuffer buffer) {
    return new PlacementGroupId(checked("A PlacementGroupId", LENGTH, buffer));
  }

  /** The id that {@link #toString} printed. */
  public static PlacementGroupId fromHexString(String hex) {
    return new PlacementGroupId(checked("A PlacementGroupId", LENGTH, hex));
  }

  /** A random id. */
  public static PlacementGroupId fromRandom() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new PlacementGroupId(random.nextLong(), random.nextLong());
  }
}
