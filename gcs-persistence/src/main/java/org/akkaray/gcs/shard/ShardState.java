package org.akkaray.gcs.shard;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import org.akkaray.gcs.shard.wire.Row;
import org.akkaray.gcs.shard.wire.RowsChanged;
import org.akkaray.gcs.shard.wire.ShardIndex;

/**
 * The state of a shard: where each key's newest row is. A function of the events alone: no clock,
 * no randomness, no I/O. It changes in place, since a copy of an index of a million entries per
 * event would cost more than all else; what is saved as a snapshot is a copy. Not thread-safe.
 */
public final class ShardState {
  private final RowIndex index;
  private final EventCounts counts;
  private long sequence;

  /** Of a shard without events. */
  public ShardState() {
    this(new RowIndex(), new EventCounts(), 0);
  }

  private ShardState(RowIndex index, EventCounts counts, long sequence) {
    this.index = index;
    this.counts = counts;
    this.sequence = sequence;
  }

  /** The state after one more event. */
  public ShardState apply(RowsChanged event) {
    sequence++;
    int now = Math.toIntExact(sequence);
    counts.append(event.getWrittenCount());
    for (Row row : event.getWrittenList()) {
      superseded(index.put(row.getKey(), now));
    }
    for (ByteString key : event.getDeletedList()) {
      superseded(index.remove(key));
    }
    return this;
  }

  private void superseded(int event) {
    if (event != 0) {
      counts.superseded(event);
    }
  }

  /** How many events there were. */
  public long sequence() {
    return sequence;
  }

  /** In which event the key's row is, which is the row's version; 0 if there is none. */
  public long version(ByteString key) {
    return index.get(key);
  }

  /** How many keys have a row. */
  public int size() {
    return index.size();
  }

  /** How many rows the needed events hold that are not the newest of their keys. */
  public long deadRows() {
    return counts.rows() - index.size();
  }

  /** The oldest event that holds a row that counts; the next one to come if there is none. */
  public long oldestNeeded() {
    return counts.oldest();
  }

  /** The latest event before the given one that holds a row that counts; 0 if there is none. */
  public long neededBefore(long event) {
    return counts.latestUpTo(event - 1);
  }

  /** How many bytes of heap the index takes. */
  public long heapBytes() {
    return index.heapBytes();
  }

  /** How many bytes a copy to be saved has, about. */
  long snapshotBytes() {
    return (long) index.size() * RowIndex.ENTRY_BYTES + (sequence - counts.oldest()) * 8;
  }

  /** A copy to be saved. */
  public ShardIndex toSnapshot() {
    return ShardIndex.newBuilder()
        .setSequence(sequence)
        .setEntries(UnsafeByteOperations.unsafeWrap(index.toBytes()))
        .setCountsFrom(counts.oldest())
        .setCounts(UnsafeByteOperations.unsafeWrap(counts.toBytes()))
        .build();
  }

  /** The state that was saved. */
  public static ShardState of(ShardIndex snapshot) {
    return new ShardState(
        RowIndex.of(snapshot.getEntries().asReadOnlyByteBuffer()),
        EventCounts.of(snapshot.getCountsFrom(), snapshot.getCounts().asReadOnlyByteBuffer()),
        snapshot.getSequence());
  }
}
