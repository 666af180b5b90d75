/**
 * Parallel actors: several instances of a class behind one actor, each with its own state and its
 * own order of calls. Start at {@link org.akkaray.parallelactor.ParallelActor}.
 */
@NullMarked
package org.akkaray.parallelactor;

import org.jspecify.annotations.NullMarked;
