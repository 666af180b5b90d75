package org.akkaray.runtime.function;

import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import org.akkaray.function.RayFunc;
import org.jspecify.annotations.Nullable;

/**
 * What a lambda or a method reference stands for: the class, name and JVM signature of the code behind it. The same for all
 * functions made at one place of the program, hence kept with the class that the JVM spins for that place.
 */
public final class FunctionDescriptor {
  private static final String CONSTRUCTOR = "<init>";
  private static final String LAMBDA = "lambda$";

  /** Filled from the first function of the class that is met; a class value alone cannot see an instance. */
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

  private FunctionDescriptor(RayFunc function, SerializedLambda lambda) {
    this.kind = FunctionInvoker.kindOf(function);
    this.capturing = lambda.getCapturedArgCount() > 0;
    this.className = lambda.getImplClass().replace('/', '.');
    this.methodName = lambda.getImplMethodName();
    this.signature = lambda.getImplMethodSignature();
    this.displayName = display(className, methodName);
    this.loader = function.getClass().getClassLoader();
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
      known = new FunctionDescriptor(function, lambdaOf(function));
      slot.descriptor = known;
    }
    return known;
  }

  /** The serialized form of a lambda or method reference, which names its code and holds what it captured. */
  static SerializedLambda lambdaOf(RayFunc function) {
    Class<?> type = function.getClass();
    try {
      Method writeReplace = type.getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      if (writeReplace.invoke(function) instanceof SerializedLambda lambda) {
        return lambda;
      }
    } catch (InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "The function of package " + type.getPackageName() + " cannot be read: open that package of module "
              + type.getModule().getName() + " to akka-ray (opens ... in module-info.java).",
          e);
    } catch (ReflectiveOperationException e) {
      // Falls through: not a class that the JVM made for a lambda.
    }
    throw new IllegalArgumentException(
        "An object of class " + type.getName()
            + " is neither a lambda nor a method reference: write Main::method or x -> ... instead of a class that"
            + " implements the function's interface.");
  }

  private static String display(String className, String methodName) {
    String simple = className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    if (methodName.startsWith(LAMBDA)) {
      String inMethod = methodName.substring(LAMBDA.length());
      int number = inMethod.lastIndexOf('$');
      return simple + ".lambda in " + (number > 0 ? inMethod.substring(0, number) : inMethod);
    }
    return simple + "." + methodName;
  }

  /** Arity and whether it returns a value, see {@link FunctionInvoker#kindOf}. */
  public int kind() {
    return kind;
  }

  /** Whether it holds values of the place where it was made: captured variables, or the object of {@code object::method}. */
  public boolean isCapturing() {
    return capturing;
  }

  public boolean isConstructor() {
    return methodName.equals(CONSTRUCTOR);
  }

  public String className() {
    return className;
  }

  /** The class whose method or constructor is called; for a lambda, the class it stands in. */
  public Class<?> implementingClass() {
    try {
      return Class.forName(className, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Class " + className + " of a submitted function is not there any more.", e);
    }
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
    if (isConstructor() || methodName.startsWith(LAMBDA)) {
      return null;
    }
    Class<?>[] parameters = MethodType.fromMethodDescriptorString(signature, loader).parameterArray();
    for (Class<?> type = implementingClass(); type != null; type = type.getSuperclass()) {
      try {
        return type.getDeclaredMethod(methodName, parameters);
      } catch (NoSuchMethodException e) {
        // Inherited: look further up.
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return className + "." + methodName + signature;
  }
}
