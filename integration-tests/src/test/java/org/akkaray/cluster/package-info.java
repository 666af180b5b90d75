/**
 * Clusters of several JVMs. Start at {@link org.akkaray.cluster.LocalCluster}, the harness that all
 * tests here use.
 */
@NullMarked
package org.akkaray.cluster;

import org.jspecify.annotations.NullMarked;
