/**
 * Calls, objects and references that cross from one node to another.
 *
 * <p>The node that submits a call owns it and its results ({@link
 * org.akkaray.runtime.remote.RemoteTasks}); another one hosts it ({@link
 * org.akkaray.runtime.remote.HostedCalls}). A reference that travels is lent: its owner keeps the
 * object while any node borrows it ({@link org.akkaray.runtime.remote.References}). Large values
 * stay where they were made until somebody reads them ({@link
 * org.akkaray.runtime.remote.RemoteObjects}). Start at {@link
 * org.akkaray.runtime.remote.NodeMessages}, which hands each message to the part that it is for.
 */
@NullMarked
package org.akkaray.runtime.remote;

import org.jspecify.annotations.NullMarked;
