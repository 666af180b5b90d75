/**
 * Rows that cross from one process to another: a driver and nodes in JVMs of their own, on
 * loopback. Start at {@link org.akkaray.benchmarks.cluster.ClusterRows}.
 */
@NullMarked
package org.akkaray.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
