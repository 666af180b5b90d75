/**
 * The names of what a runtime environment can hold: {@link
 * org.akkaray.runtimeenv.types.RuntimeEnvName}.
 */
@NullMarked
package org.akkaray.runtimeenv.types;

import org.jspecify.annotations.NullMarked;
