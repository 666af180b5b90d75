package org.akkaray.runtime.function;

import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.regex.Pattern;
import org.akkaray.exception.SerializationException;
import org.akkaray.function.RayFunc;
import org.jspecify.annotations.Nullable;

/**
 * What a lambda or a method reference stands for: the class, name and JVM signature of the code
 * behind it. The same for all functions made at one place of the program, hence kept with the class
 * that the JVM spins for that place. Immutable but for what it looks up when first asked;
 * thread-safe.
 */
public final class FunctionDescriptor {
  private static final String CONSTRUCTOR = "<init>";
  private static final String LAMBDA = "lambda$";

  /**
   * What compilers put behind the name of the method that a lambda stands in: a hash if it is
   * serializable, a number.
   */
  private static final Pattern MADE_UP = Pattern.compile("(\\$\\p{XDigit}{1,8})?\\$\\d+$");

  /**
   * Filled from the first function of the class that is met; a class value alone cannot see an
   * instance.
   */
  private static final class Slot {
    private volatile @Nullable FunctionDescriptor descriptor;
  }

  private static final ClassValue<Slot> SLOTS =
      new ClassValue<>() {
        @Override
        protected Slot computeValue(Class<?> type) {
          return new Slot();
        }
      };

  private final int kind;
  private final boolean capturing;
  private final String className;
  private final String methodName;
  private final String signature;
  private final String displayName;
  private final @Nullable ClassLoader loader;
  private final Method writeReplace;

  /** Where the lambda or method reference stands, which is not always the class that it names. */
  private final String capturingClassName;

  /** Looked up when first needed; several threads find the same. */
  private volatile @Nullable Method method;

  private volatile @Nullable Method reviver;

  private FunctionDescriptor(RayFunc function, Method writeReplace, SerializedLambda lambda) {
    this.kind = FunctionInvoker.kindOf(function);
    this.capturing = lambda.getCapturedArgCount() > 0;
    this.className = lambda.getImplClass().replace('/', '.');
    this.methodName = lambda.getImplMethodName();
    this.signature = lambda.getImplMethodSignature();
    this.displayName = display(className, methodName);
    this.loader = function.getClass().getClassLoader();
    this.writeReplace = writeReplace;
    this.capturingClassName = lambda.getCapturingClass().replace('/', '.');
  }

  /**
   * The descriptor of a function.
   *
   * @throws IllegalArgumentException if it is neither a lambda nor a method reference
   */
  public static FunctionDescriptor of(RayFunc function) {
    Slot slot = SLOTS.get(function.getClass());
    FunctionDescriptor known = slot.descriptor;
    if (known == null) {
      known = read(function);
      slot.descriptor = known;
    }
    return known;
  }

  private static FunctionDescriptor read(RayFunc function) {
    Class<?> type = function.getClass();
    try {
      Method writeReplace = type.getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      if (writeReplace.invoke(function) instanceof SerializedLambda lambda) {
        return new FunctionDescriptor(function, writeReplace, lambda);
      }
    } catch (InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "The function of package "
              + type.getPackageName()
              + " cannot be read: open that package of module "
              + type.getModule().getName()
              + " to akka-ray (opens ... in module-info.java).",
          e);
    } catch (ReflectiveOperationException e) {
      // Falls through: not a class that the JVM made for a lambda.
    }
    throw new IllegalArgumentException(
        "An object of class "
            + type.getName()
            + " is neither a lambda nor a method reference: write Main::method or x -> ... instead of a class that"
            + " implements the function's interface.");
  }

  private static String display(String className, String methodName) {
    String simple =
        className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    if (methodName.startsWith(LAMBDA)) {
      return simple
          + ".lambda in "
          + MADE_UP.matcher(methodName.substring(LAMBDA.length())).replaceFirst("");
    }
    return simple + "." + methodName;
  }

  /** Arity and whether it returns a value, see {@link FunctionInvoker#kindOf}. */
  public int kind() {
    return kind;
  }

  /**
   * Whether it holds values of the place where it was made: captured variables, or the object of
   * {@code object::method}.
   */
  public boolean isCapturing() {
    return capturing;
  }

  public boolean isConstructor() {
    return methodName.equals(CONSTRUCTOR);
  }

  /**
   * Whether its code is a lambda's body, whose name the compiler made up, and not a method of the
   * user's.
   */
  public boolean isLambda() {
    return methodName.startsWith(LAMBDA);
  }

  public String className() {
    return className;
  }

  /** The class whose method or constructor is called; for a lambda, the class it stands in. */
  public Class<?> implementingClass() {
    return load(className);
  }

  /** Its name, {@code <init>} for constructors. */
  public String methodName() {
    return methodName;
  }

  /** Its JVM signature. */
  public String signature() {
    return signature;
  }

  /** "Fib.fib", "Counter.<init>", "Main.lambda in main". */
  public String displayName() {
    return displayName;
  }

  /** The method, for its annotations; null for constructors and lambdas. */
  public @Nullable Method method() {
    if (isConstructor() || isLambda()) {
      return null;
    }
    Method known = method;
    if (known == null) {
      known = findMethod();
      method = known;
    }
    return known;
  }

  private @Nullable Method findMethod() {
    Class<?>[] parameters =
        MethodType.fromMethodDescriptorString(signature, loader).parameterArray();
    Class<?> declared = implementingClass();
    for (Class<?> type = declared; type != null; type = type.getSuperclass()) {
      try {
        return type.getDeclaredMethod(methodName, parameters);
      } catch (NoSuchMethodException e) {
        // Inherited: look further up.
      }
    }
    try {
      return declared.getMethod(methodName, parameters); // a default method of an interface
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /**
   * The serialized form of a function of this descriptor, which names its code and holds what it
   * captured.
   */
  SerializedLambda serialize(RayFunc function) {
    try {
      return (SerializedLambda) writeReplace.invoke(function);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "A function of " + displayName + " cannot be read any more.", e);
    }
  }

  /**
   * The method that the compiler puts into the class in which serializable lambdas stand, and which
   * makes them again.
   *
   * @throws SerializationException if there is none
   */
  Method reviver() {
    Method known = reviver;
    if (known == null) {
      try {
        known =
            load(capturingClassName)
                .getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
      } catch (NoSuchMethodException e) {
        throw new SerializationException(
            displayName
                + " captures values, but class "
                + capturingClassName
                + " was compiled without the method that makes its lambdas again ($deserializeLambda$).",
            e);
      }
      known.setAccessible(true);
      reviver = known;
    }
    return known;
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "Class " + name + " of a submitted function is not there any more.", e);
    }
  }

  @Override
  public String toString() {
    return className + "." + methodName + signature;
  }
}
