/**
 * Runtime environments: what a job, an actor or a task needs around it, as data. Start at {@link
 * org.akkaray.runtimeenv.RuntimeEnv}.
 */
@NullMarked
package org.akkaray.runtimeenv;

import org.jspecify.annotations.NullMarked;
