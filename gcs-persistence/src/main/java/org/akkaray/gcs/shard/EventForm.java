package org.akkaray.gcs.shard;

import java.io.IOException;
import org.akkaray.gcs.database.DamagedStoreException;
import org.akkaray.gcs.database.SealedBytes;
import org.akkaray.gcs.shard.wire.RowsChanged;
import org.akkaray.gcs.shard.wire.ShardIndex;

/** The stored forms of events and snapshots, and their manifests, which end with a version. */
public final class EventForm {
  static final String EVENT = "rows-1";
  static final String SNAPSHOT = "index-1";

  private EventForm() {}

  /**
   * An event as it was written.
   *
   * @param what for the message
   * @throws DamagedStoreException if it is not as it was written
   */
  public static RowsChanged readEvent(byte[] bytes, String manifest, String what) {
    require(EVENT, manifest, what);
    try {
      return RowsChanged.parseFrom(SealedBytes.open(bytes, what));
    } catch (IOException e) {
      throw new DamagedStoreException(what + " is damaged: " + e.getMessage());
    }
  }

  /**
   * A snapshot as it was written.
   *
   * @param what for the message
   * @throws DamagedStoreException if it is not as it was written
   */
  public static ShardIndex readSnapshot(byte[] bytes, String manifest, String what) {
    require(SNAPSHOT, manifest, what);
    try {
      return ShardIndex.parseFrom(SealedBytes.open(bytes, what));
    } catch (IOException e) {
      throw new DamagedStoreException(what + " is damaged: " + e.getMessage());
    }
  }

  private static void require(String known, String manifest, String what) {
    if (!known.equals(manifest)) {
      throw new DamagedStoreException(
          what + " is of the form " + manifest + ", which this version does not know");
    }
  }
}
