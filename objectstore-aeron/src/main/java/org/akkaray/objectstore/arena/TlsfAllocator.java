package org.akkaray.objectstore.arena;

import java.util.Arrays;

/**
 * Gives out blocks of a range of offsets in constant time, by two-level segregated fit (Masmano,
 * Ripoll, Crespo and Real: TLSF, a New Dynamic Memory Allocator for Real-Time Systems, ECRTS 2004).
 * Free blocks are in lists by size class, a power of two in {@value #SECOND} parts; two bitmaps
 * find a list that is not empty. Freed blocks join their free neighbours at once.
 *
 * <p>What is known of a block stands in arrays on the heap, 24 bytes each, not in the memory
 * itself: nothing that is written there can harm it. Offsets and sizes are multiples of {@value
 * ArenaDescriptor#ALIGNMENT}. Not thread-safe.
 */
public final class TlsfAllocator {
  /** No block. */
  public static final int NONE = -1;

  private static final int UNIT = ArenaDescriptor.ALIGNMENT;
  private static final int SECOND_BITS = 4;
  private static final int SECOND = 1 << SECOND_BITS;
  private static final int FIRST = 32;

  /** Blocks of the wanted size's own class that are looked at before the range is called full. */
  private static final int LAST_CHANCES = 64;

  private static final int FIRST_BLOCKS = 64;

  private final int[] heads = new int[FIRST * SECOND];
  private final int[] secondBitmaps = new int[FIRST];
  private int firstBitmap;

  // A block: where it is, its size (negative while it is free), its neighbours in memory, and,
  // while
  // it is free, in its list. Blocks that do not exist are chained by their right.
  private int[] start = new int[FIRST_BLOCKS];
  private int[] size = new int[FIRST_BLOCKS];
  private int[] left = new int[FIRST_BLOCKS];
  private int[] right = new int[FIRST_BLOCKS];
  private int[] previous = new int[FIRST_BLOCKS];
  private int[] next = new int[FIRST_BLOCKS];
  private int unusedBlock = NONE;
  private int blocksEver;

  private final long capacity;

  /** Volatile for those who only want to know; one thread at a time writes it. */
  private volatile long used;

  /**
   * @param capacity bytes to give out, rounded down to a multiple of the alignment
   */
  public TlsfAllocator(long capacity) {
    if (capacity < 0 || capacity / UNIT > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "capacity must be from 0 to " + (long) Integer.MAX_VALUE * UNIT + " but is " + capacity);
    }
    Arrays.fill(heads, NONE);
    int units = (int) (capacity / UNIT);
    this.capacity = (long) units * UNIT;
    if (units > 0) {
      int all = newBlock(0, units);
      left[all] = NONE;
      right[all] = NONE;
      insert(all);
    }
  }

  /**
   * Takes a block.
   *
   * @param bytes 0 or more; at least one unit is given
   * @return its handle, or {@link #NONE} if no free block is large enough
   */
  public int allocate(long bytes) {
    long wanted = Math.max(1, (bytes + UNIT - 1) / UNIT);
    if (wanted > Integer.MAX_VALUE) {
      return NONE;
    }
    int units = (int) wanted;
    int block = findFree(units);
    if (block == NONE) {
      return NONE;
    }
    remove(block);
    cut(block, units);
    used = used + (long) units * UNIT;
    return block;
  }

  /**
   * Makes a block in use larger where it is.
   *
   * @param bytes that it is to have; nothing is done if it has as many
   * @return false if what lies behind it is in use, or is not large enough
   */
  public boolean extend(int block, long bytes) {
    requireInUse(block);
    long wanted = (bytes + UNIT - 1) / UNIT;
    long more = wanted - size[block];
    if (more <= 0) {
      return true;
    }
    int after = right[block];
    if (after == NONE || size[after] > 0 || -size[after] < more) {
      return false;
    }
    remove(after);
    join(block, after);
    used = used + more * UNIT;
    cut(block, (int) wanted);
    return true;
  }

  /**
   * Gives back what a block in use has beyond so many bytes.
   *
   * @param bytes 0 or more; at least one unit is kept
   */
  public void shrink(int block, long bytes) {
    requireInUse(block);
    long kept = Math.max(1, (bytes + UNIT - 1) / UNIT);
    if (kept >= size[block]) {
      return;
    }
    used = used - (size[block] - kept) * UNIT;
    int after = right[block];
    if (after != NONE && size[after] < 0) { // what is cut off joins it
      remove(after);
      join(block, after);
    }
    cut(block, (int) kept);
  }

  /** Makes what a block has beyond so many units a free block. */
  private void cut(int block, int units) {
    int rest = size[block] - units;
    if (rest > 0) {
      int tail = newBlock(start[block] + units, rest);
      left[tail] = block;
      right[tail] = right[block];
      if (right[block] != NONE) {
        left[right[block]] = tail;
      }
      right[block] = tail;
      size[block] = units;
      insert(tail);
    }
  }

  private void requireInUse(int block) {
    if (block < 0 || block >= blocksEver || size[block] <= 0) {
      throw new IllegalArgumentException("There is no block " + block + " in use.");
    }
  }

  /** Gives a block back. Its handle means nothing any more. */
  public void free(int block) {
    requireInUse(block);
    used = used - (long) size[block] * UNIT;
    int kept = block;
    int before = left[kept];
    if (before != NONE && size[before] < 0) {
      remove(before);
      join(before, kept);
      kept = before;
    }
    int after = right[kept];
    if (after != NONE && size[after] < 0) {
      remove(after);
      join(kept, after);
    }
    insert(kept);
  }

  /** Where a block in use begins. */
  public long offset(int block) {
    return (long) start[block] * UNIT;
  }

  /** How many bytes a block in use has. */
  public long size(int block) {
    return (long) size[block] * UNIT;
  }

  /** Bytes to give out in all. */
  public long capacity() {
    return capacity;
  }

  /** Bytes given out. */
  public long used() {
    return used;
  }

  /** The largest block that could be had, give or take a sixteenth. */
  public long largestFree() {
    if (firstBitmap == 0) {
      return 0;
    }
    int first = 31 - Integer.numberOfLeadingZeros(firstBitmap);
    int second = 31 - Integer.numberOfLeadingZeros(secondBitmaps[first]);
    return (long) -size[heads[first * SECOND + second]] * UNIT;
  }

  private int findFree(int units) {
    // Any block of the next class is large enough.
    int rounded = units;
    int power = 31 - Integer.numberOfLeadingZeros(units);
    if (power >= SECOND_BITS) {
      long up = units + (1L << (power - SECOND_BITS)) - 1;
      rounded = (int) Math.min(Integer.MAX_VALUE, up);
    }
    int block = firstOf(classOf(rounded));
    if (block != NONE && -size[block] >= units) {
      return block;
    }
    // The wanted size's own class has smaller blocks, and perhaps a large enough one.
    int candidate = heads[classOf(units)];
    for (int i = 0; i < LAST_CHANCES && candidate != NONE; i++) {
      if (-size[candidate] >= units) {
        return candidate;
      }
      candidate = next[candidate];
    }
    return NONE;
  }

  /** A free block of this size class or a larger one. */
  private int firstOf(int sizeClass) {
    int first = sizeClass / SECOND;
    int inSame = secondBitmaps[first] & (-1 << (sizeClass % SECOND));
    if (inSame == 0) {
      int larger = first == FIRST - 1 ? 0 : firstBitmap & (-1 << (first + 1));
      if (larger == 0) {
        return NONE;
      }
      first = Integer.numberOfTrailingZeros(larger);
      inSame = secondBitmaps[first];
    }
    return heads[first * SECOND + Integer.numberOfTrailingZeros(inSame)];
  }

  private static int classOf(int units) {
    int power = 31 - Integer.numberOfLeadingZeros(units);
    int part =
        power >= SECOND_BITS
            ? (units >>> (power - SECOND_BITS)) - SECOND
            : (units - (1 << power)) << (SECOND_BITS - power);
    return power * SECOND + part;
  }

  /** Enters a block as free. */
  private void insert(int block) {
    int sizeClass = classOf(size[block]);
    size[block] = -size[block];
    int head = heads[sizeClass];
    previous[block] = NONE;
    next[block] = head;
    if (head != NONE) {
      previous[head] = block;
    }
    heads[sizeClass] = block;
    secondBitmaps[sizeClass / SECOND] |= 1 << (sizeClass % SECOND);
    firstBitmap |= 1 << (sizeClass / SECOND);
  }

  /** Takes a free block out of its list. */
  private void remove(int block) {
    size[block] = -size[block];
    int sizeClass = classOf(size[block]);
    int before = previous[block];
    int after = next[block];
    if (after != NONE) {
      previous[after] = before;
    }
    if (before != NONE) {
      next[before] = after;
      return;
    }
    heads[sizeClass] = after;
    if (after == NONE) {
      int first = sizeClass / SECOND;
      secondBitmaps[first] &= ~(1 << (sizeClass % SECOND));
      if (secondBitmaps[first] == 0) {
        firstBitmap &= ~(1 << first);
      }
    }
  }

  /** Makes one block of two neighbours. */
  private void join(int block, int after) {
    size[block] += size[after];
    right[block] = right[after];
    if (right[after] != NONE) {
      left[right[after]] = block;
    }
    size[after] = 0;
    right[after] = unusedBlock;
    unusedBlock = after;
  }

  private int newBlock(int at, int units) {
    int block = unusedBlock;
    if (block != NONE) {
      unusedBlock = right[block];
    } else {
      if (blocksEver == start.length) {
        grow();
      }
      block = blocksEver++;
    }
    start[block] = at;
    size[block] = units;
    return block;
  }

  private void grow() {
    int length = start.length + (start.length >> 1);
    start = Arrays.copyOf(start, length);
    size = Arrays.copyOf(size, length);
    left = Arrays.copyOf(left, length);
    right = Arrays.copyOf(right, length);
    previous = Arrays.copyOf(previous, length);
    next = Arrays.copyOf(next, length);
  }
}
