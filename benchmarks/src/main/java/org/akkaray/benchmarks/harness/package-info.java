/**
 * Measuring: how long, how often, which rows, and how the numbers are told. Start at {@link
 * org.akkaray.benchmarks.harness.Bench}.
 */
@NullMarked
package org.akkaray.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
