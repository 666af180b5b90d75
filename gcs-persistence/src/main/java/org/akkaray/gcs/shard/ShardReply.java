package org.akkaray.gcs.shard;

import com.google.protobuf.ByteString;
import java.util.List;
import org.akkaray.gcs.shard.wire.Row;

/** What a shard answers. */
public sealed interface ShardReply extends ShardMessage {

  /**
   * What became of changes, in their order; durable.
   *
   * @param made whether the change was made
   * @param versions the row's version if it was not; 0 if there is no row
   */
  record Applied(List<Boolean> made, List<Long> versions) implements ShardReply {}

  /**
   * Rows that exist.
   *
   * @param versions of the rows
   * @param next of a get: how many of its keys are answered; of a scan: where to go on, 0 if that
   *     was all
   * @param failure empty if there is none
   */
  record Rows(List<Row> rows, List<Long> versions, long next, String failure)
      implements ShardReply {}

  /** Rows that were written or deleted. */
  record Told(long version, List<Row> written, List<ByteString> deleted) implements ShardReply {}
}
