/**
 * Concurrency groups: sets of an actor's methods, each with a limit of its own of how many run at
 * once. Start at {@link org.akkaray.concurrencygroup.ConcurrencyGroupBuilder}, or define them on
 * the class with {@link org.akkaray.concurrencygroup.annotations}.
 */
@NullMarked
package org.akkaray.concurrencygroup;

import org.jspecify.annotations.NullMarked;
