/**
 * Everything behind the public API. Start at {@link org.akkaray.runtime.RayRuntime}, the seam
 * between the two, and at {@link org.akkaray.runtime.CurrentRuntime}, which says which runtime the
 * static API means.
 */
@NullMarked
package org.akkaray.runtime;

import org.jspecify.annotations.NullMarked;
