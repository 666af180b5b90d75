/**
 * JMH benchmarks of single steps; {@code ray jmh} runs them. Start at {@link
 * org.akkaray.benchmarks.jmh.TaskBenchmark}.
 */
@NullMarked
package org.akkaray.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
