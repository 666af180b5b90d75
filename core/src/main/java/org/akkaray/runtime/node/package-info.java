/**
 * One node: the parts put together, its membership of the Akka cluster, and its end. Start at
 * {@link org.akkaray.runtime.node.NodeBootstrap}.
 */
@NullMarked
package org.akkaray.runtime.node;

import org.jspecify.annotations.NullMarked;
