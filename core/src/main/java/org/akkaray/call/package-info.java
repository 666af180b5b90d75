/**
 * What {@code Ray.task(..)}, {@code Ray.actor(..)} and {@code handle.task(..)} return: builders
 * that collect options and end with {@code remote()}, which submits the call and returns at once.
 * Start at {@link org.akkaray.call.TaskCaller}. Builders are used by one thread, once.
 */
@NullMarked
package org.akkaray.call;

import org.jspecify.annotations.NullMarked;
