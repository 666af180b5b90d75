package org.akkaray.runtime.function;

import java.lang.invoke.SerializedLambda;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where in a program a lambda or a method reference stands and what it calls, in words that mean
 * the same in another JVM: those of {@link SerializedLambda}. Class names have slashes. Two are
 * equal if their {@linkplain #id ids} are. Immutable, thread-safe.
 */
public final class FunctionCode {
  private final String capturingClass;
  private final String interfaceClass;
  private final String interfaceMethod;
  private final String interfaceSignature;
  private final int implementationKind;
  private final String implementationClass;
  private final String implementationMethod;
  private final String implementationSignature;
  private final String instantiatedType;
  private final int capturedCount;

  /** Computed when first asked for; several threads find the same. */
  private volatile @Nullable FunctionId id;

  /**
   * @param capturingClass the class it stands in
   * @param interfaceClass the functional interface, with the name and signature of its method
   * @param implementationKind how the implementation is called, see {@link
   *     java.lang.invoke.MethodHandleInfo}
   * @param implementationClass what it calls, with the method's name and signature
   * @param instantiatedType the interface's method with its type variables filled in
   * @param capturedCount how many values it captures
   */
  public FunctionCode(
      String capturingClass,
      String interfaceClass,
      String interfaceMethod,
      String interfaceSignature,
      int implementationKind,
      String implementationClass,
      String implementationMethod,
      String implementationSignature,
      String instantiatedType,
      int capturedCount) {
    this.capturingClass = Objects.requireNonNull(capturingClass);
    this.interfaceClass = Objects.requireNonNull(interfaceClass);
    this.interfaceMethod = Objects.requireNonNull(interfaceMethod);
    this.interfaceSignature = Objects.requireNonNull(interfaceSignature);
    this.implementationKind = implementationKind;
    this.implementationClass = Objects.requireNonNull(implementationClass);
    this.implementationMethod = Objects.requireNonNull(implementationMethod);
    this.implementationSignature = Objects.requireNonNull(implementationSignature);
    this.instantiatedType = Objects.requireNonNull(instantiatedType);
    this.capturedCount = capturedCount;
  }

  static FunctionCode of(SerializedLambda lambda) {
    return new FunctionCode(
        lambda.getCapturingClass(),
        lambda.getFunctionalInterfaceClass(),
        lambda.getFunctionalInterfaceMethodName(),
        lambda.getFunctionalInterfaceMethodSignature(),
        lambda.getImplMethodKind(),
        lambda.getImplClass(),
        lambda.getImplMethodName(),
        lambda.getImplMethodSignature(),
        lambda.getInstantiatedMethodType(),
        lambda.getCapturedArgCount());
  }

  /** The form in which the class that it stands in makes the function again. */
  SerializedLambda filledWith(Class<?> capturing, @Nullable Object[] captured) {
    return new SerializedLambda(
        capturing,
        interfaceClass,
        interfaceMethod,
        interfaceSignature,
        implementationKind,
        implementationClass,
        implementationMethod,
        implementationSignature,
        instantiatedType,
        captured);
  }

  public String capturingClass() {
    return capturingClass;
  }

  public String interfaceClass() {
    return interfaceClass;
  }

  public String interfaceMethod() {
    return interfaceMethod;
  }

  public String interfaceSignature() {
    return interfaceSignature;
  }

  public int implementationKind() {
    return implementationKind;
  }

  public String implementationClass() {
    return implementationClass;
  }

  public String implementationMethod() {
    return implementationMethod;
  }

  public String implementationSignature() {
    return implementationSignature;
  }

  public String instantiatedType() {
    return instantiatedType;
  }

  public int capturedCount() {
    return capturedCount;
  }

  /** Its name everywhere. */
  public FunctionId id() {
    FunctionId known = id;
    if (known == null) {
      known = hash();
      id = known;
    }
    return known;
  }

  private FunctionId hash() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    add(digest, capturingClass);
    add(digest, interfaceClass);
    add(digest, interfaceMethod);
    add(digest, interfaceSignature);
    add(digest, implementationKind);
    add(digest, implementationClass);
    add(digest, implementationMethod);
    add(digest, implementationSignature);
    add(digest, instantiatedType);
    add(digest, capturedCount);
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    return new FunctionId(bytes.getLong(), bytes.getLong());
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(digest, bytes.length); // so that no two lists of texts run into the same bytes
    digest.update(bytes);
  }

  private static void add(MessageDigest digest, int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || other instanceof FunctionCode that && that.id().equals(id());
  }

  @Override
  public int hashCode() {
    return id().hashCode();
  }

  @Override
  public String toString() {
    return implementationClass.replace('/', '.')
        + "."
        + implementationMethod
        + implementationSignature;
  }
}
