package org.akkaray.id;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An id of 16 bytes, kept as two longs. */
abstract class LongPairId extends BaseId {
  private static final long serialVersionUID = 1;
  static final int BYTES = 2 * Long.BYTES;

  private final long high;
  private final long low;

  LongPairId(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /** The first eight bytes. */
  public final long high() {
    return high;
  }

  /** The last eight bytes. */
  public final long low() {
    return low;
  }

  @Override
  public final int size() {
    return BYTES;
  }

  @Override
  public final boolean isNil() {
    return (high & low) == -1;
  }

  @Override
  final void writeTo(ByteBuffer buffer) {
    buffer.putLong(high).putLong(low);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof LongPairId that
        && that.getClass() == getClass()
        && that.low == low
        && that.high == high;
  }

  @Override
  public final int hashCode() {
    return Long.hashCode(high) * 31 + Long.hashCode(low);
  }
}
