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
 * Functions by value: what a lambda captured is frozen when the call is submitted, and each run
 * gets a lambda of its own with copies. Functions that capture nothing, or only what nobody can
 * change, stay what they are. Thread-safe.
 */
public final class FunctionCodec {
  private final ValueCodec values;

  public FunctionCodec(ValueCodec values) {
    this.values = values;
  }

  /** A capturing lambda at rest. Never invoked. */
  private record Frozen(FunctionDescriptor descriptor, SerializedLambda code, Object[] captured)
      implements RayFunc {
    private static final long serialVersionUID = 1;
  }

  /**
   * Freezes a function.
   *
   * @return the function itself if nobody can change what it captured
   * @throws SerializationException naming the captured variable that cannot be sent
   * @throws IllegalArgumentException if it is neither a lambda nor a method reference
   */
  public RayFunc freeze(RayFunc function) {
    FunctionDescriptor descriptor = FunctionDescriptor.of(function);
    if (!descriptor.isCapturing()) {
      return function;
    }
    SerializedLambda lambda = descriptor.serialize(function);
    Object[] captured = new Object[lambda.getCapturedArgCount()];
    boolean shared = true;
    for (int i = 0; i < captured.length; i++) {
      Object value = lambda.getCapturedArg(i);
      captured[i] = freeze(value, i, lambda, function);
      shared &= value == null || captured[i] == value;
    }
    if (shared) {
      return function;
    }
    descriptor.reviver(); // fails here, at the caller, if it has to fail
    return new Frozen(descriptor, lambda, captured);
  }

  private Object freeze(
      @Nullable Object value, int index, SerializedLambda lambda, RayFunc function) {
    try {
      return values.freeze(value, ObjectId::fromRandom);
    } catch (SerializationException e) {
      throw new SerializationException(
          FunctionDescriptor.of(function).displayName()
              + " captures "
              + CapturedVariables.describe(lambda, index, function.getClass().getClassLoader())
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /**
   * The function to run: with copies of what the frozen one captured, or the function itself if it
   * was not frozen.
   */
  public RayFunc thaw(RayFunc function) {
    if (!(function instanceof Frozen frozen)) {
      return function;
    }
    Object[] captured = new Object[frozen.captured.length];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = values.thaw(frozen.captured[i]);
    }
    return revive(frozen, captured);
  }

  /**
   * Asks the class that the lambda stands in for a new instance, through the method that javac
   * makes for this.
   */
  private static RayFunc revive(Frozen frozen, @Nullable Object[] captured) {
    FunctionDescriptor descriptor = frozen.descriptor;
    Method reviver = descriptor.reviver();
    SerializedLambda code = frozen.code;
    SerializedLambda copy =
        new SerializedLambda(
            reviver.getDeclaringClass(),
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
      return (RayFunc) reviver.invoke(null, copy);
    } catch (InvocationTargetException e) {
      throw new SerializationException(
          descriptor.displayName() + " cannot be made again from what it captured: " + e.getCause(),
          e.getCause());
    } catch (IllegalAccessException e) {
      throw new SerializationException(
          descriptor.displayName() + " cannot be made again from what it captured: " + e, e);
    }
  }
}
