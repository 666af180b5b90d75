/**
 * Actors: the entity of Cluster Sharding that owns an actor's life, and the path that its calls
 * take. Start at {@link org.akkaray.runtime.actor.LocalActor}.
 */
@NullMarked
package org.akkaray.runtime.actor;

import org.jspecify.annotations.NullMarked;
