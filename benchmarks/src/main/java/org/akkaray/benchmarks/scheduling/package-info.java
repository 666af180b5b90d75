/**
 * The placement policy on a simulated cluster: virtual time, real policy. Start at {@link
 * org.akkaray.benchmarks.scheduling.PlacementSimulator}.
 */
@NullMarked
package org.akkaray.benchmarks.scheduling;

import org.jspecify.annotations.NullMarked;
