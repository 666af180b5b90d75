package org.akkaray.gcs.shard;

import com.google.protobuf.ByteString;

/**
 * The hash of a key, which says in which shard its row is and where in the shard's index. Part of
 * the stored form: it may not change without a new schema version.
 *
 * <p>Eight bytes at a time through the finisher of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
 */
public final class KeyHash {
  private KeyHash() {}

  /** Of all the key's bytes. */
  public static long of(ByteString key) {
    int length = key.size();
    long hash = length;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      hash = mix(hash ^ word(key, at, Long.BYTES));
    }
    if (at < length) {
      hash = mix(hash ^ word(key, at, length - at));
    }
    return hash;
  }

  /** The shard of the key. */
  public static int shard(ByteString key, int shards) {
    return Math.floorMod((int) of(key), shards);
  }

  private static long word(ByteString key, int at, int bytes) {
    long word = 0;
    for (int i = 0; i < bytes; i++) {
      word = word << 8 | key.byteAt(at + i) & 0xff;
    }
    return word;
  }

  private static long mix(long z) {
    long mixed = z + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
