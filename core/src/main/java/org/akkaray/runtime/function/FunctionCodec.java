package org.akkaray.runtime.function;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.akkaray.exception.SerializationException;
import org.akkaray.function.RayFunc;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * Functions by value: what a lambda captured is frozen when the call is submitted, and each run gets a lambda of its own
 * with copies. Functions that capture nothing need none of this. Thread-safe.
 */
public final class FunctionCodec {
  private final ValueCodec values;

  public FunctionCodec(ValueCodec values) {
    this.values = values;
  }

  /** A capturing lambda at rest. Never invoked. */
  private record Frozen(SerializedLambda code, Class<?> capturingClass, Object[] captured) implements RayFunc {
    private static final long serialVersionUID = 1;
  }

  /**
   * Freezes a capturing function.
   *
   * @throws SerializationException naming the captured variable that cannot be sent
   */
  public RayFunc freeze(RayFunc function) {
    SerializedLambda lambda = FunctionDescriptor.lambdaOf(function);
    Object[] captured = new Object[lambda.getCapturedArgCount()];
    for (int i = 0; i < captured.length; i++) {
      try {
        captured[i] = values.freeze(lambda.getCapturedArg(i), ObjectId::fromRandom);
      } catch (SerializationException e) {
        throw new SerializationException(
            FunctionDescriptor.of(function).displayName()
                + " captures "
                + CapturedVariables.describe(lambda, i, function.getClass().getClassLoader())
                + ": "
                + e.getMessage(),
            e);
      }
    }
    return new Frozen(lambda, capturingClass(lambda, function), captured);
  }

  /** A new function with copies of what the frozen one captured. */
  public RayFunc thaw(RayFunc function) {
    Frozen frozen = (Frozen) function;
    Object[] captured = new Object[frozen.captured.length];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = values.thaw(frozen.captured[i]);
    }
    return revive(frozen, captured);
  }

  /** Asks the class that the lambda stands in for a new instance, through the method that javac makes for this. */
  private static RayFunc revive(Frozen frozen, @Nullable Object[] captured) {
    SerializedLambda code = frozen.code;
    SerializedLambda copy =
        new SerializedLambda(
            frozen.capturingClass,
            code.getFunctionalInterfaceClass(),
            code.getFunctionalInterfaceMethodName(),
            code.getFunctionalInterfaceMethodSignature(),
            code.getImplMethodKind(),
            code.getImplClass(),
            code.getImplMethodName(),
            code.getImplMethodSignature(),
            code.getInstantiatedMethodType(),
            captured);
    try {
      Method factory =
          frozen.capturingClass.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
      factory.setAccessible(true);
      return (RayFunc) factory.invoke(null, copy);
    } catch (InvocationTargetException e) {
      throw new SerializationException(
          "The lambda of " + code.getImplClass() + " cannot be made again: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new SerializationException("The lambda of " + code.getImplClass() + " cannot be made again: " + e, e);
    }
  }

  private static Class<?> capturingClass(SerializedLambda lambda, RayFunc function) {
    try {
      return Class.forName(
          lambda.getCapturingClass().replace('/', '.'), false, function.getClass().getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new SerializationException("The class of a lambda is not there: " + lambda.getCapturingClass(), e);
    }
  }
}
