/**
 * A shard of a table: an event-sourced entity of Cluster Sharding. Its events hold the rows, many
 * in one; its state is an index that says which event holds each key's row. Start at {@link
 * org.akkaray.gcs.shard.TableShard}.
 */
@NullMarked
package org.akkaray.gcs.shard;

import org.jspecify.annotations.NullMarked;
