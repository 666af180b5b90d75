/**
 * Rows of the shared-memory object store by itself: memory copies, small objects, views, other
 * processes, the disk. Start at {@link org.akkaray.benchmarks.store.StoreRows}.
 */
@NullMarked
package org.akkaray.benchmarks.store;

import org.jspecify.annotations.NullMarked;
