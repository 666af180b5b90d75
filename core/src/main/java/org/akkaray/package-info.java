/**
 * The public API: tasks, actors and objects. Start at {@link org.akkaray.Ray}. The names are those
 * of Ray's Java API, so that a program for it ports by substituting the package in its imports.
 */
@NullMarked
package org.akkaray;

import org.jspecify.annotations.NullMarked;
