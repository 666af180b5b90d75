/** A node's life: start at {@link org.akkaray.runtime.node.NodeBootstrap}, which puts its parts together. */
@NullMarked
package org.akkaray.runtime.node;

import org.jspecify.annotations.NullMarked;
