/** Ray's API for the JVM: tasks, actors and objects. Start at {@link org.akkaray.Ray}. */
@NullMarked
package org.akkaray;

import org.jspecify.annotations.NullMarked;
