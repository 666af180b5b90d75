/**
 * Where work goes in a cluster: the policies of the global scheduler, and what they know of the
 * nodes. Plain classes: no messages, no threads, no clock; randomness is handed in. A node reports
 * a {@link org.akkaray.runtime.scheduler.placement.NodeLoad} in its heartbeats (a {@link
 * org.akkaray.runtime.scheduler.placement.NodeLoadMeter} makes them), a scheduler keeps them in a
 * {@link org.akkaray.runtime.scheduler.placement.ClusterView}, and the policies read that. Start at
 * {@link org.akkaray.runtime.scheduler.placement.PlacementPolicy}.
 */
@NullMarked
package org.akkaray.runtime.scheduler.placement;

import org.jspecify.annotations.NullMarked;
