package org.akkaray.runtime.function;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.akkaray.exception.FunctionNotFoundException;
import org.akkaray.exception.SerializationException;
import org.akkaray.function.RayFunc;
import org.jspecify.annotations.Nullable;

/**
 * Makes functions of one place in the program again, through the method that compilers put into the
 * class in which serializable lambdas stand. Thread-safe.
 */
final class Reviver {
  private static final String METHOD = "$deserializeLambda$";

  private final FunctionCode code;
  private final String displayName;
  private final @Nullable ClassLoader loader;

  /** Looked up when first needed; several threads find the same. */
  private volatile @Nullable Method method;

  Reviver(FunctionCode code, String displayName, @Nullable ClassLoader loader) {
    this.code = code;
    this.displayName = displayName;
    this.loader = loader;
  }

  /**
   * Looks up what it needs, for a failure early.
   *
   * @throws FunctionNotFoundException if the class is not there
   * @throws SerializationException if it was compiled without the method
   */
  void prepare() {
    method();
  }

  /**
   * A function that captured these values. Initializes the class that it stands in.
   *
   * @throws FunctionNotFoundException if classes are missing or are not those of the caller
   * @throws LinkageError what a static initializer threw, if one did
   */
  RayFunc revive(@Nullable Object[] captured) {
    Method reviver = method();
    try {
      return (RayFunc) reviver.invoke(null, code.filledWith(reviver.getDeclaringClass(), captured));
    } catch (InvocationTargetException e) {
      throw explained(e.getCause());
    } catch (IllegalAccessException e) {
      throw new SerializationException(
          displayName + " cannot be made again from what it captured: " + e, e);
    }
  }

  private RuntimeException explained(Throwable failure) {
    ClassNotFoundException missing = missingClass(failure);
    if (missing != null) {
      return notFound(missing);
    }
    if (failure instanceof IllegalArgumentException || failure instanceof NoSuchMethodError) {
      return new FunctionNotFoundException(
          displayName
              + " is not in class "
              + dotted(code.capturingClass())
              + " as it was found here: it is not the version that the caller has.",
          failure);
    }
    if (failure instanceof LinkageError error) {
      throw error;
    }
    return new SerializationException(
        displayName + " cannot be made again from what it captured: " + failure, failure);
  }

  private static @Nullable ClassNotFoundException missingClass(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClassNotFoundException missing) {
        return missing;
      }
      if (cause instanceof NoClassDefFoundError || cause instanceof BootstrapMethodError) {
        continue;
      }
      return null;
    }
    return null;
  }

  private Method method() {
    Method known = method;
    if (known == null) {
      try {
        known = load(code.capturingClass()).getDeclaredMethod(METHOD, SerializedLambda.class);
      } catch (NoSuchMethodException e) {
        throw new SerializationException(
            displayName
                + " cannot be copied: class "
                + dotted(code.capturingClass())
                + " was compiled without the method that makes its lambdas again ("
                + METHOD
                + ").",
            e);
      }
      known.setAccessible(true);
      method = known;
    }
    return known;
  }

  /**
   * A class that the function names.
   *
   * @throws FunctionNotFoundException if it is not there
   */
  Class<?> load(String name) {
    try {
      return Class.forName(dotted(name), false, loader);
    } catch (ClassNotFoundException e) {
      throw notFound(e);
    }
  }

  private FunctionNotFoundException notFound(ClassNotFoundException missing) {
    // A job's class loader says where it looked; the JDK's give the name of the class alone.
    String message = String.valueOf(missing.getMessage());
    return new FunctionNotFoundException(
        displayName
            + " cannot be run here, a class is missing: "
            + (message.indexOf(' ') < 0 ? message + " is not on this JVM's class path" : message)
            + ".",
        missing);
  }

  private static String dotted(String name) {
    return name.replace('/', '.');
  }
}
