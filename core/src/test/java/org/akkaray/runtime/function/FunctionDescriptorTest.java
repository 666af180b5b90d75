package org.akkaray.runtime.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.akkaray.concurrencygroup.annotations.UseConcurrencyGroup;
import org.akkaray.function.RayFunc;
import org.akkaray.function.RayFunc0;
import org.akkaray.function.RayFunc1;
import org.akkaray.function.RayFunc2;
import org.akkaray.function.RayFuncVoid1;
import org.junit.jupiter.api.Test;

class FunctionDescriptorTest {
  private static int square(int n) {
    return n * n;
  }

  interface Greeter {
    default String greet(String name) {
      return "Hello " + name;
    }
  }

  static class Base {
    @UseConcurrencyGroup(name = "io")
    public void read(byte[] into) {}
  }

  static class Derived extends Base implements Greeter {
    private final int start;

    Derived(int start) {
      this.start = start;
    }

    int start() {
      return start;
    }
  }

  @Test
  void aMethodReferenceNamesItsClassMethodAndSignature() {
    FunctionDescriptor descriptor =
        FunctionDescriptor.of((RayFunc1<Integer, Integer>) FunctionDescriptorTest::square);

    assertThat(descriptor.className()).isEqualTo(FunctionDescriptorTest.class.getName());
    assertThat(descriptor.implementingClass()).isEqualTo(FunctionDescriptorTest.class);
    assertThat(descriptor.methodName()).isEqualTo("square");
    assertThat(descriptor.signature()).isEqualTo("(I)I");
    assertThat(descriptor.displayName()).isEqualTo("FunctionDescriptorTest.square");
    assertThat(descriptor.kind()).isEqualTo(1);
    assertThat(descriptor.isCapturing()).isFalse();
    assertThat(descriptor.isConstructor()).isFalse();
    assertThat(descriptor.method().getReturnType()).isEqualTo(int.class);
  }

  @Test
  void aConstructorReferenceNamesTheClassThatItMakes() {
    FunctionDescriptor descriptor =
        FunctionDescriptor.of((RayFunc1<Integer, Derived>) Derived::new);

    assertThat(descriptor.isConstructor()).isTrue();
    assertThat(descriptor.implementingClass()).isEqualTo(Derived.class);
    assertThat(descriptor.displayName()).isEqualTo("Derived.<init>");
    assertThat(descriptor.method()).isNull();
  }

  @Test
  void aLambdaIsNamedAfterTheMethodItStandsIn() {
    FunctionDescriptor descriptor = FunctionDescriptor.of((RayFunc1<Integer, Integer>) n -> n + 1);

    assertThat(descriptor.displayName())
        .isEqualTo("FunctionDescriptorTest.lambda in aLambdaIsNamedAfterTheMethodItStandsIn");
    assertThat(descriptor.isLambda()).isTrue();
    assertThat(descriptor.implementingClass()).isEqualTo(FunctionDescriptorTest.class);
    assertThat(descriptor.method()).isNull();
  }

  @Test
  void aFunctionWithoutResultHasAKindOfItsOwn() {
    FunctionDescriptor descriptor = FunctionDescriptor.of((RayFuncVoid1<Integer>) n -> {});

    assertThat(FunctionInvoker.isVoid(descriptor.kind())).isTrue();
    assertThat(FunctionInvoker.arityOf(descriptor.kind())).isEqualTo(1);
  }

  @Test
  void whatIsCapturedMakesTheFunctionCapturing() {
    Integer captured = 7;
    Derived object = new Derived(3);

    assertThat(FunctionDescriptor.of((RayFunc0<Integer>) () -> captured).isCapturing()).isTrue();
    assertThat(FunctionDescriptor.of((RayFunc0<Integer>) object::start).isCapturing()).isTrue();
    assertThat(FunctionDescriptor.of((RayFunc1<Derived, Integer>) Derived::start).isCapturing())
        .isFalse();
  }

  @Test
  void anInheritedMethodIsFoundWithItsAnnotations() {
    FunctionDescriptor inherited =
        FunctionDescriptor.of((org.akkaray.function.RayFuncVoid2<Derived, byte[]>) Derived::read);

    assertThat(inherited.method().getDeclaringClass()).isEqualTo(Base.class);
    assertThat(inherited.method().getAnnotation(UseConcurrencyGroup.class).name()).isEqualTo("io");
    assertThat(inherited.method()).isSameAs(inherited.method());
  }

  @Test
  void aDefaultMethodOfAnInterfaceIsFound() {
    FunctionDescriptor descriptor =
        FunctionDescriptor.of((RayFunc2<Derived, String, String>) Derived::greet);

    assertThat(descriptor.method().getDeclaringClass()).isEqualTo(Greeter.class);
  }

  @Test
  void functionsOfOnePlaceShareTheirDescriptor() {
    List<FunctionDescriptor> descriptors = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int captured = i;
      descriptors.add(FunctionDescriptor.of((RayFunc0<Integer>) () -> captured));
    }

    assertThat(descriptors).allMatch(descriptor -> descriptor == descriptors.getFirst());
  }

  @Test
  void anObjectOfAClassIsRefusedWithWhatToWriteInstead() {
    class Square implements RayFunc1<Integer, Integer> {
      private static final long serialVersionUID = 1;

      @Override
      public Integer apply(Integer n) {
        return n * n;
      }
    }

    assertThatThrownBy(() -> FunctionDescriptor.of(new Square()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "Square", "neither a lambda nor a method reference", "Main::method");
  }

  @Test
  void aFunctionThatWritesSomethingElseInItsPlaceIsRefused() {
    class Impostor implements RayFunc0<Integer> {
      private static final long serialVersionUID = 1;

      @Override
      public Integer apply() {
        return 1;
      }

      private Object writeReplace() {
        return "not a lambda";
      }
    }

    assertThatThrownBy(() -> FunctionDescriptor.of(new Impostor()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neither a lambda nor a method reference");
  }

  @Test
  void aLambdaOfAnotherInterfaceIsRefused() {
    interface Unknown extends RayFunc, Supplier<Integer> {}

    Unknown unknown = () -> 1;

    assertThatThrownBy(() -> FunctionDescriptor.of(unknown))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RayFunc0");
  }
}
