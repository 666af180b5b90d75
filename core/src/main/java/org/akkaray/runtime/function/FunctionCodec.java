package org.akkaray.runtime.function;

import java.lang.invoke.SerializedLambda;
import org.akkaray.exception.FunctionNotFoundException;
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
  private static final Object[] NOTHING = {};

  private final ValueCodec values;
  private final RevivedFunctions revived = new RevivedFunctions();

  public FunctionCodec(ValueCodec values) {
    this.values = values;
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
    Object[] captured = freezeCaptured(function, lambda);
    boolean shared = true;
    for (int i = 0; i < captured.length; i++) {
      Object value = lambda.getCapturedArg(i);
      shared &= value == null || captured[i] == value;
    }
    if (shared) {
      return function;
    }
    descriptor.reviver().prepare(); // fails here, at the caller, if it has to fail
    return new FrozenFunction(descriptor, captured);
  }

  private Object[] freezeCaptured(RayFunc function, SerializedLambda lambda) {
    Object[] captured = new Object[lambda.getCapturedArgCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = freeze(lambda.getCapturedArg(i), i, lambda, function);
    }
    return captured;
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
    if (!(function instanceof FrozenFunction frozen)) {
      return function;
    }
    Object[] captured = new Object[frozen.captured().length];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = values.thaw(frozen.captured()[i]);
    }
    return frozen.descriptor().reviver().revive(captured);
  }

  /**
   * What another JVM needs to make a function again.
   *
   * @param function live, or frozen by {@link #freeze}
   * @throws SerializationException if it cannot be made again elsewhere: a captured variable that
   *     cannot be sent, a class that was compiled for that on no account
   * @throws IllegalArgumentException if it is neither a lambda nor a method reference
   */
  public FunctionImage image(RayFunc function) {
    FunctionDescriptor descriptor = FunctionDescriptor.of(function);
    if (function instanceof FrozenFunction frozen) {
      return new FunctionImage(descriptor.code(), frozen.captured());
    }
    descriptor.reviver().prepare();
    return new FunctionImage(
        descriptor.code(),
        descriptor.isCapturing()
            ? freezeCaptured(function, descriptor.serialize(function))
            : NOTHING);
  }

  /**
   * The function of an image, in this JVM: what captures nothing is ready to run and the same
   * object each time, the rest is frozen, to be {@linkplain #thaw thawed} for each run. It is known
   * to {@link FunctionDescriptor#of} like any other. The codec keeps what it found, and with it the
   * loader, until it is collected itself: it is for one job.
   *
   * @param loader knows the job's classes
   * @throws FunctionNotFoundException naming the class that is missing and where it was looked for,
   *     or the function that is not in its class as found here
   * @throws LinkageError what a static initializer threw, if one did
   */
  public RayFunc revive(FunctionImage image, ClassLoader loader) {
    return revived.revive(image, loader);
  }
}
