package org.akkaray.objectstore.arena;

/**
 * Where things lie in an arena file. All numbers are in the machine's byte order; other processes
 * of this host read them, none but the owner writes.
 *
 * <pre>
 *   +--------------------+ 0
 *   | header (4 KB)      |   magic, version, sizes and places of the other parts, owner's pid
 *   +--------------------+ 4096
 *   | buckets            |   a power of two of 8 bytes each: version, first slot of the chain
 *   +--------------------+
 *   | slots              |   {@value #SLOT_BYTES} bytes each, one for each object there can be
 *   +--------------------+ a multiple of 4096
 *   | data               |   objects, each at a multiple of 64
 *   +--------------------+ size of the file
 * </pre>
 *
 * A change of the layout raises {@link #VERSION}; a reader of another version refuses the file.
 *
 * @param buckets how many, a power of two
 * @param slots how many
 * @param dataSize bytes of data
 */
public record ArenaDescriptor(int buckets, int slots, long dataSize) {
  /** "RAYARENA" in ASCII. */
  public static final long MAGIC = 0x5241594152454E41L;

  /** The version of this layout. */
  public static final int VERSION = 2;

  /** Objects lie at multiples of this many bytes: a cache line. */
  public static final int ALIGNMENT = 64;

  static final long MAGIC_AT = 0;
  static final long VERSION_AT = 8;
  static final long SLOT_BYTES_AT = 12;
  static final long BUCKETS_AT = 16;
  static final long SLOTS_AT = 20;
  static final long DATA_SIZE_AT = 24;
  static final long PID_AT = 32;

  static final long HEADER_BYTES = 4096;

  /** Of a bucket. */
  public static final int BUCKET_BYTES = 8;

  /** Of a slot: a cache line that readers of other processes see, and one for the owner. */
  public static final int SLOT_BYTES = 128;

  private static final int MOST_SLOTS = 1 << 28;

  /** The layout for so many bytes of data and so many objects at least. */
  public static ArenaDescriptor of(long dataSize, long objects) {
    if (objects > MOST_SLOTS) {
      throw new IllegalArgumentException(
          "An arena has room for " + MOST_SLOTS + " objects, but " + objects + " were asked for.");
    }
    int slots = (int) Math.max(64, objects);
    int buckets = Integer.highestOneBit(slots - 1) << 1;
    return new ArenaDescriptor(buckets, slots, align(dataSize, ALIGNMENT));
  }

  /** Where bucket 0 is. */
  public long bucketsAt() {
    return HEADER_BYTES;
  }

  /** Where slot 0 is. */
  public long slotsAt() {
    return align(bucketsAt() + (long) buckets * BUCKET_BYTES, SLOT_BYTES);
  }

  /** Where the data begins. */
  public long dataAt() {
    return align(slotsAt() + (long) slots * SLOT_BYTES, HEADER_BYTES);
  }

  /** Of the whole file. */
  public long fileSize() {
    return dataAt() + dataSize;
  }

  static long align(long size, long to) {
    return (size + to - 1) / to * to;
  }
}
