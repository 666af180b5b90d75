/**
 * The lineage of a node's calls, on its way to the task table. Start at {@link
 * org.akkaray.gcs.lineage.BatchingLineageLog}.
 */
@NullMarked
package org.akkaray.gcs.lineage;

import org.jspecify.annotations.NullMarked;
