package org.akkaray.gcs.shard;

import akka.actor.typed.ActorRef;
import com.google.protobuf.ByteString;
import java.util.List;
import org.akkaray.gcs.shard.wire.Change;
import org.akkaray.runtime.gcs.TableQuery;
import org.jspecify.annotations.Nullable;

/** What a shard can be told. */
public sealed interface ShardCommand extends ShardMessage {

  /** Changes what is stored: handled one after the other, each when the one before is durable. */
  sealed interface Write extends ShardCommand {}

  /** Looks only: handled at once, also while a write is on its way to the database. */
  sealed interface Read extends ShardCommand {}

  /** Does all of the changes, with one event. Changes of a key are done in their order. */
  record Apply(List<Change> changes, ActorRef<ShardReply.Applied> replyTo) implements Write {}

  /** Asks for rows. */
  record Get(List<ByteString> keys, ActorRef<ShardReply.Rows> replyTo) implements Read {}

  /**
   * Asks for rows that a query selects, those of the newest events first.
   *
   * @param before only those of events before this one; 0 for all
   */
  record Scan(TableQuery query, long before, ActorRef<ShardReply.Rows> replyTo) implements Read {}

  /**
   * Tells of changes for a while; to be repeated.
   *
   * @param keys whose rows are told at once, and when they change; empty for the changes of all
   */
  record Subscribe(List<ByteString> keys, ActorRef<ShardReply.Told> subscriber) implements Read {}

  /** To itself: rows that a scan has read. */
  record ScanRead(
      ScanProgress progress, ScanProgress.@Nullable Page page, @Nullable Throwable failure)
      implements Read {}

  /** To itself: a look-up has to be done again, since what it was to read has moved. */
  record GetAgain(Get get, int attempt) implements Read {}

  /** To itself: an old event that holds few rows that count, to be written afresh. */
  record Compact(long event, StoredRows rows) implements Write {}

  /** To itself: it could not be read. */
  record CompactionFailed(Throwable failure) implements Write {}
}
