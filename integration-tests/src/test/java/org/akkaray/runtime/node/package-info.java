/**
 * Several nodes with real object stores in one JVM, looked into from within. Start at {@link
 * org.akkaray.runtime.node.NodesInOneJvm}.
 */
@NullMarked
package org.akkaray.runtime.node;

import org.jspecify.annotations.NullMarked;
