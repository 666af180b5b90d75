package org.akkaray.function;

import org.jspecify.annotations.Nullable;

/**
 * A function with a result, of whatever number of arguments.
 *
 * @param <R> what it returns
 */
public interface RayFuncR<R extends @Nullable Object> extends RayFunc {}
