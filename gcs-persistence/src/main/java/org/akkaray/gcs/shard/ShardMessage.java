package org.akkaray.gcs.shard;

/** What is said to a shard, or by one; crosses the wire by {@link ShardSerializer}. */
public sealed interface ShardMessage permits ShardCommand, ShardReply {}
