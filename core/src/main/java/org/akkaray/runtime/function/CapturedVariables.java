package org.akkaray.runtime.function;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.classfile.attribute.LocalVariableTableAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a captured value is called in the source. Lambdas become methods whose first parameters are
 * the captured variables; their names are in the method's table of local variables if the class was
 * compiled with it (javac -g, Maven's default).
 */
final class CapturedVariables {
  private CapturedVariables() {}

  /**
   * "variable 'connection'", "'this' (Main; ...)", or, if no name is known, "a value (captured
   * argument 1 of type X)".
   */
  static String describe(SerializedLambda lambda, int index, @Nullable ClassLoader loader) {
    Object value = lambda.getCapturedArg(index);
    boolean isLambda = lambda.getImplMethodName().startsWith("lambda$");
    boolean hasReceiver = lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic;
    if (index == 0 && hasReceiver) {
      return isLambda
          ? "'this' ("
              + typeOf(value)
              + "; it uses a field or a method of it: copy what is needed to a local variable,"
              + " or make the method static)"
          : "the object of its method reference (" + typeOf(value) + ")";
    }
    String name = isLambda ? nameOf(lambda, index, hasReceiver, loader) : null;
    return name != null
        ? "variable '" + name + "'"
        : "a value (captured argument " + (index + 1) + " of type " + typeOf(value) + ")";
  }

  private static String typeOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getTypeName();
  }

  private static @Nullable String nameOf(
      SerializedLambda lambda, int index, boolean hasReceiver, @Nullable ClassLoader loader) {
    String resource = lambda.getImplClass() + ".class";
    try (InputStream bytes =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(resource)
            : loader.getResourceAsStream(resource)) {
      if (bytes == null) {
        return null;
      }
      ClassModel model = ClassFile.of().parse(bytes.readAllBytes());
      for (MethodModel method : model.methods()) {
        if (method.methodName().equalsString(lambda.getImplMethodName())
            && method.methodType().equalsString(lambda.getImplMethodSignature())) {
          return method
              .code()
              .map(code -> nameIn(code, slot(method, index, hasReceiver)))
              .orElse(null);
        }
      }
      return null;
    } catch (IOException
        | IllegalArgumentException e) { // unreadable, or of a format from the future
      return null; // the message does without the name
    }
  }

  private static int slot(MethodModel method, int index, boolean hasReceiver) {
    MethodTypeDesc type = method.methodTypeSymbol();
    int slot = hasReceiver ? 1 : 0;
    List<ClassDesc> parameters = type.parameterList();
    for (int i = 0; i < index - (hasReceiver ? 1 : 0); i++) {
      slot += TypeKind.from(parameters.get(i)).slotSize();
    }
    return slot;
  }

  private static @Nullable String nameIn(CodeModel code, int slot) {
    if (!(code instanceof CodeAttribute attribute)) {
      return null;
    }
    return attribute
        .findAttribute(Attributes.localVariableTable())
        .map(LocalVariableTableAttribute::localVariables)
        .flatMap(variables ->
            variables.stream()
                .filter(variable -> variable.slot() == slot && variable.startPc() == 0)
                .map(LocalVariableInfo::name)
                .map(Object::toString)
                .findFirst())
        .orElse(null);
  }
}
