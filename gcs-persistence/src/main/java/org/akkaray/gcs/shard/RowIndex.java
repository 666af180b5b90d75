package org.akkaray.gcs.shard;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Which event holds the row of a key: an open-addressing table (linear probing, backward-shift
 * deletion) of a 64-bit hash of the key and a sequence number, 12 bytes an entry. Keys themselves
 * are in the events. Two keys of one shard with the same hash would be taken for one when they are
 * written: with ten million keys over 16 shards the odds are 1 in six million. Who reads compares
 * the key. Not thread-safe.
 */
final class RowIndex {
  static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;
  private static final int LEAST = 16;

  private long[] hashes;
  private int[] sequences; // 0: free
  private int size;

  RowIndex() {
    hashes = new long[LEAST];
    sequences = new int[LEAST];
  }

  int size() {
    return size;
  }

  /** The event of the key; 0 if there is none. */
  int get(ByteString key) {
    return sequences[slot(hash(key))];
  }

  /** Returns what was there; 0 if nothing was. */
  int put(ByteString key, int sequence) {
    return put(hash(key), sequence);
  }

  private int put(long hash, int sequence) {
    int slot = slot(hash);
    int before = sequences[slot];
    hashes[slot] = hash;
    sequences[slot] = sequence;
    if (before == 0 && ++size > hashes.length / 4 * 3) {
      resize(hashes.length * 2);
    }
    return before;
  }

  /** Returns what was there; 0 if nothing was. */
  int remove(ByteString key) {
    int mask = hashes.length - 1;
    int free = slot(hash(key));
    int before = sequences[free];
    if (before == 0) {
      return 0;
    }
    for (int next = free + 1 & mask; sequences[next] != 0; next = next + 1 & mask) {
      int home = home(hashes[next], mask);
      if ((next - home & mask) >= (next - free & mask)) {
        hashes[free] = hashes[next];
        sequences[free] = sequences[next];
        free = next;
      }
    }
    sequences[free] = 0;
    size--;
    if (hashes.length > LEAST && size < hashes.length / 8) {
      resize(hashes.length / 2);
    }
    return before;
  }

  /** All entries, {@link #ENTRY_BYTES} each. */
  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(size * ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < hashes.length; i++) {
      if (sequences[i] != 0) {
        bytes.putLong(hashes[i]).putInt(sequences[i]);
      }
    }
    return bytes.array();
  }

  static RowIndex of(ByteBuffer entries) {
    ByteBuffer bytes = entries.slice().order(ByteOrder.LITTLE_ENDIAN);
    RowIndex index = new RowIndex();
    int count = bytes.remaining() / ENTRY_BYTES;
    int capacity = LEAST;
    while (count > capacity / 4 * 3) {
      capacity *= 2;
    }
    index.hashes = new long[capacity];
    index.sequences = new int[capacity];
    while (bytes.hasRemaining()) {
      index.put(bytes.getLong(), bytes.getInt());
    }
    return index;
  }

  /** How many bytes of heap it takes. */
  long heapBytes() {
    return (long) hashes.length * ENTRY_BYTES;
  }

  private void resize(int capacity) {
    long[] oldHashes = hashes;
    int[] oldSequences = sequences;
    hashes = new long[capacity];
    sequences = new int[capacity];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldSequences[i] != 0) {
        int slot = slot(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        sequences[slot] = oldSequences[i];
      }
    }
  }

  private int slot(long hash) {
    int mask = hashes.length - 1;
    int slot = home(hash, mask);
    while (sequences[slot] != 0 && hashes[slot] != hash) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private static int home(long hash, int mask) {
    return (int) (hash >>> 32) & mask;
  }

  /** See {@link KeyHash}. */
  private static long hash(ByteString key) {
    return KeyHash.of(key);
  }
}
