/**
 * Calls: what is submitted, how it waits for its inputs, runs, publishes its results and fails; and
 * how a reader waits for them. Start at {@link org.akkaray.runtime.task.Invocation}.
 */
@NullMarked
package org.akkaray.runtime.task;

import org.jspecify.annotations.NullMarked;
