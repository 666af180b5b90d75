/**
 * What is built from tasks and actors alone: {@link org.akkaray.util.ActorPool}, which shares work
 * among actors, and {@link org.akkaray.util.RayQueue}, a queue that tasks and actors can share.
 * Start at either.
 */
@NullMarked
package org.akkaray.util;

import org.jspecify.annotations.NullMarked;
