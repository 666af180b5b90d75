/**
 * Objects between nodes over Aeron. Start at {@link
 * org.akkaray.objectstore.transfer.AeronObjectTransfer}.
 *
 * <p>One thread does it all: it runs Aeron's media driver, polls the node's only subscription, runs
 * the pulls ({@link org.akkaray.objectstore.transfer.Receiver}) and offers chunks of what others
 * pull ({@link org.akkaray.objectstore.transfer.Sender}). The policies (which pull next, which
 * holder, which chunk, who is sent on to whom) are classes without Aeron in them.
 */
@NullMarked
package org.akkaray.objectstore.transfer;

import org.jspecify.annotations.NullMarked;
