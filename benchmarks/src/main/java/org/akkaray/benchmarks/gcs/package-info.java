/** The control store's numbers. Start at {@link org.akkaray.benchmarks.gcs.TaskTableRows}. */
@NullMarked
package org.akkaray.benchmarks.gcs;

import org.jspecify.annotations.NullMarked;
