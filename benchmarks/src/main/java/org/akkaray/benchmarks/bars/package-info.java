/** What the numbers have to reach. Start at {@link org.akkaray.benchmarks.bars.Bars}. */
@NullMarked
package org.akkaray.benchmarks.bars;

import org.jspecify.annotations.NullMarked;
