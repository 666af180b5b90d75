package org.akkaray.runtime.function;

import org.akkaray.function.RayFunc;

/**
 * A capturing function at rest. Never invoked: {@link FunctionCodec#thaw} makes one that can be.
 *
 * @param captured frozen values
 */
record FrozenFunction(FunctionDescriptor descriptor, Object[] captured) implements RayFunc {
  private static final long serialVersionUID = 1;
}
