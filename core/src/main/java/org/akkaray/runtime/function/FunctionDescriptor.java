package org.akkaray.runtime.function;

import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.regex.Pattern;
import org.akkaray.exception.FunctionNotFoundException;
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
  private final FunctionCode code;
  private final String className;
  private final String methodName;
  private final String displayName;
  private final @Nullable ClassLoader loader;
  private final Reviver reviver;

  /** Null for functions that came from another JVM and wait, frozen, to be made. */
  private final @Nullable Method writeReplace;

  /** Looked up when first needed; several threads find the same. */
  private volatile @Nullable Method method;

  private FunctionDescriptor(
      FunctionCode code,
      @Nullable ClassLoader loader,
      @Nullable Class<?> type,
      @Nullable Method writeReplace) {
    this.code = code;
    this.className = code.implementationClass().replace('/', '.');
    this.methodName = code.implementationMethod();
    this.displayName = display(className, methodName);
    this.loader = loader;
    this.reviver = new Reviver(code, displayName, loader);
    this.kind = FunctionInvoker.kindOf(type != null ? type : reviver.load(code.interfaceClass()));
    this.writeReplace = writeReplace;
  }

  /**
   * The descriptor of functions with this code among the classes that a loader finds.
   *
   * @throws FunctionNotFoundException if it does not find their functional interface
   */
  static FunctionDescriptor of(FunctionCode code, ClassLoader loader) {
    return new FunctionDescriptor(code, loader, null, null);
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
      if (function instanceof FrozenFunction frozen) {
        return frozen.descriptor(); // a class that stands for many places
      }
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
        return new FunctionDescriptor(
            FunctionCode.of(lambda), type.getClassLoader(), type, writeReplace);
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
    return code.capturedCount() > 0;
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
    return reviver.load(className);
  }

  /** Its name, {@code <init>} for constructors. */
  public String methodName() {
    return methodName;
  }

  /** Its JVM signature. */
  public String signature() {
    return code.implementationSignature();
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
        MethodType.fromMethodDescriptorString(signature(), loader).parameterArray();
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

  /** The same in words that other JVMs understand. */
  public FunctionCode code() {
    return code;
  }

  /** What a live function of this descriptor captured; the rest of it is {@link #code}. */
  SerializedLambda serialize(RayFunc function) {
    try {
      return (SerializedLambda) writeReplace.invoke(function);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "A function of " + displayName + " cannot be read any more.", e);
    }
  }

  /** What makes functions of this descriptor again. */
  Reviver reviver() {
    return reviver;
  }

  @Override
  public String toString() {
    return code.toString();
  }
}
