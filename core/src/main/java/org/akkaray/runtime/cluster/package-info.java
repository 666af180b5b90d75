/**
 * The cluster as a node sees it: how it joins ({@link org.akkaray.runtime.cluster.ActorSystems}),
 * who else is in it ({@link org.akkaray.runtime.cluster.Membership}, with which to start), and what
 * happens when one leaves or dies.
 */
@NullMarked
package org.akkaray.runtime.cluster;

import org.jspecify.annotations.NullMarked;
