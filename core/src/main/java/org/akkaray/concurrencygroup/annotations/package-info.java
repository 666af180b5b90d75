/**
 * Concurrency groups as annotations of an actor's class. Start at {@link
 * org.akkaray.concurrencygroup.annotations.DefConcurrencyGroup}.
 */
@NullMarked
package org.akkaray.concurrencygroup.annotations;

import org.jspecify.annotations.NullMarked;
