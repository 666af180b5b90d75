package org.akkaray.parallelactor;

import org.akkaray.ObjectRef;
import org.akkaray.function.RayFunc;
import org.akkaray.runtime.function.FunctionInvoker;
import org.jspecify.annotations.Nullable;

/**
 * The actor behind a parallel actor: its instances, each called in a concurrency group of its own.
 */
final class ParallelActorExecutor {
  private final Object[] instances;

  ParallelActorExecutor(int parallelism, RayFunc constructor, @Nullable Object[] arguments)
      throws Exception {
    int kind = FunctionInvoker.kindOf(constructor);
    instances = new Object[parallelism];
    for (int i = 0; i < parallelism; i++) {
      Object instance = FunctionInvoker.invoke(kind, constructor, resolved(arguments));
      if (instance == null) {
        throw new NullPointerException("The constructor of a parallel actor returned null.");
      }
      instances[i] = instance;
    }
  }

  static String groupOf(int instance) {
    return "instance-" + instance;
  }

  @Nullable Object execute(int instance, RayFunc method, @Nullable Object[] arguments)
      throws Exception {
    return FunctionInvoker.invokeMethod(
        FunctionInvoker.kindOf(method), method, instances[instance], resolved(arguments));
  }

  /**
   * References in an array are not data edges: they are waited for here, in the instance's turn.
   */
  private static @Nullable Object[] resolved(@Nullable Object[] arguments) {
    @Nullable Object[] values = arguments.clone();
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof ObjectRef<?> ref) {
        values[i] = ref.get();
      }
    }
    return values;
  }
}
