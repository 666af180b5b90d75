/**
 * The links between nodes that calls, results and references travel on: batches over one TCP
 * connection in each direction, in order, each once, also across a broken connection. Membership
 * and control state go through Akka; see docs/decisions.md for why calls do not. Start at {@link
 * org.akkaray.runtime.link.NodeLinks}.
 */
@NullMarked
package org.akkaray.runtime.link;

import org.jspecify.annotations.NullMarked;
