/**
 * Names of jobs, tasks, actors, objects, nodes and placement groups: small immutable values, equal
 * by content, compared and hashed without allocating. Start at {@link org.akkaray.id.BaseId}; how a
 * task's id follows from its parent's is in {@link org.akkaray.id.TaskId}.
 */
@NullMarked
package org.akkaray.id;

import org.jspecify.annotations.NullMarked;
