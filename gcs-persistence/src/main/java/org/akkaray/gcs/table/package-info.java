/**
 * A node's side of the tables: which shard a key is in, groups of changes that go as one, and what
 * is tried again. Start at {@link org.akkaray.gcs.table.ShardedTable} and {@link
 * org.akkaray.gcs.table.PersistentControlStore}.
 */
@NullMarked
package org.akkaray.gcs.table;

import org.jspecify.annotations.NullMarked;
