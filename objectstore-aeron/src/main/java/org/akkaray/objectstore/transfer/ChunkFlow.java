package org.akkaray.objectstore.transfer;

/**
 * How far an object has been sent and how far it may be. The receiver names the position up to
 * which it takes bytes, absolutely, so that a lost or repeated grant does no harm. Not thread-safe.
 */
final class ChunkFlow {
  private final long size;
  private final int chunkLength;
  private long position;
  private long limit;

  /**
   * At a position.
   *
   * @param position where to begin, from 0 to {@code size}
   * @param limit up to where the receiver takes bytes; may be beyond the end
   */
  ChunkFlow(long size, int chunkLength, long position, long limit) {
    if (position < 0 || position > size) {
      throw new IllegalArgumentException("There is no byte " + position + " of " + size);
    }
    this.size = size;
    this.chunkLength = chunkLength;
    this.position = position;
    this.limit = limit;
  }

  /** The length of the next chunk; 0 if there is none or the receiver does not take more. */
  int nextLength() {
    return (int) Math.max(0, Math.min(chunkLength, Math.min(limit, size) - position));
  }

  long position() {
    return position;
  }

  boolean allSent() {
    return position == size;
  }

  /** The next chunk has gone out. */
  void sent(int length) {
    position += length;
  }

  /** The receiver takes bytes up to there; an older grant changes nothing. */
  void grant(long newLimit) {
    limit = Math.max(limit, newLimit);
  }

  /** The receiver wants all from there again; ignored if that has not been sent yet. */
  void rewind(long to) {
    if (to >= 0 && to < position) {
      position = to;
    }
  }
}
