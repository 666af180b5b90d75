/**
 * What a user can catch: {@link org.akkaray.exception.RayException} and the classes below it. The
 * names and the inheritance of Ray's Java API are kept; the finer classes hang below them.
 */
@NullMarked
package org.akkaray.exception;

import org.jspecify.annotations.NullMarked;
