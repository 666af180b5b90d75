/**
 * The rows of {@code ray microbenchmark}, a class for each group of them. Those named as in Ray's
 * own {@code ray_perf.py} (Ray 2.60.0) do what it does. Start at {@link
 * org.akkaray.benchmarks.rows.RowGroup}.
 */
@NullMarked
package org.akkaray.benchmarks.rows;

import org.jspecify.annotations.NullMarked;
