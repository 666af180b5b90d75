/**
 * The numbers: {@code ray microbenchmark} and {@code ray jmh}. Start at {@link
 * org.akkaray.benchmarks.MicrobenchmarkCommand}.
 */
@NullMarked
package org.akkaray.benchmarks;

import org.jspecify.annotations.NullMarked;
