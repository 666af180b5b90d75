package org.akkaray.runtime.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.akkaray.function.RayFunc;
import org.akkaray.function.RayFunc0;
import org.akkaray.function.RayFunc1;
import org.akkaray.function.RayFunc2;
import org.akkaray.function.RayFunc3;
import org.akkaray.function.RayFunc4;
import org.akkaray.function.RayFunc5;
import org.akkaray.function.RayFunc6;
import org.akkaray.function.RayFunc7;
import org.akkaray.function.RayFuncVoid0;
import org.akkaray.function.RayFuncVoid1;
import org.akkaray.function.RayFuncVoid2;
import org.akkaray.function.RayFuncVoid3;
import org.akkaray.function.RayFuncVoid4;
import org.akkaray.function.RayFuncVoid5;
import org.akkaray.function.RayFuncVoid6;
import org.akkaray.function.RayFuncVoid7;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FunctionInvokerTest {
  private static final List<Object> SEEN = new ArrayList<>();

  private static List<Object> see(Object... arguments) {
    SEEN.clear();
    SEEN.addAll(List.of(arguments));
    return List.of(arguments);
  }

  static Stream<Arguments> shapes() {
    RayFunc0<Object> f0 = () -> see();
    RayFunc1<Object, Object> f1 = a -> see(a);
    RayFunc2<Object, Object, Object> f2 = (a, b) -> see(a, b);
    RayFunc3<Object, Object, Object, Object> f3 = (a, b, c) -> see(a, b, c);
    RayFunc4<Object, Object, Object, Object, Object> f4 = (a, b, c, d) -> see(a, b, c, d);
    RayFunc5<Object, Object, Object, Object, Object, Object> f5 =
        (a, b, c, d, e) -> see(a, b, c, d, e);
    RayFunc6<Object, Object, Object, Object, Object, Object, Object> f6 =
        (a, b, c, d, e, f) -> see(a, b, c, d, e, f);
    RayFunc7<Object, Object, Object, Object, Object, Object, Object, Object> f7 =
        (a, b, c, d, e, f, g) -> see(a, b, c, d, e, f, g);
    RayFuncVoid0 v0 = () -> see();
    RayFuncVoid1<Object> v1 = a -> see(a);
    RayFuncVoid2<Object, Object> v2 = (a, b) -> see(a, b);
    RayFuncVoid3<Object, Object, Object> v3 = (a, b, c) -> see(a, b, c);
    RayFuncVoid4<Object, Object, Object, Object> v4 = (a, b, c, d) -> see(a, b, c, d);
    RayFuncVoid5<Object, Object, Object, Object, Object> v5 = (a, b, c, d, e) -> see(a, b, c, d, e);
    RayFuncVoid6<Object, Object, Object, Object, Object, Object> v6 =
        (a, b, c, d, e, f) -> see(a, b, c, d, e, f);
    RayFuncVoid7<Object, Object, Object, Object, Object, Object, Object> v7 =
        (a, b, c, d, e, f, g) -> see(a, b, c, d, e, f, g);
    List<RayFunc> functions = List.of(f0, f1, f2, f3, f4, f5, f6, f7);
    List<RayFunc> voids = List.of(v0, v1, v2, v3, v4, v5, v6, v7);
    return Stream.iterate(0, n -> n < 8, n -> n + 1)
        .flatMap(n ->
            Stream.of(
                Arguments.of(n, false, functions.get(n)), Arguments.of(n, true, voids.get(n))));
  }

  @ParameterizedTest(name = "{0} arguments, void: {1}")
  @MethodSource("shapes")
  void everyShapeIsCalledWithItsArgumentsInOrder(int arity, boolean isVoid, RayFunc function)
      throws Exception {
    int kind = FunctionInvoker.kindOf(function);
    Object[] arguments = Stream.of("a", "b", "c", "d", "e", "f", "g").limit(arity).toArray();

    Object result = FunctionInvoker.invoke(kind, function, arguments);

    assertThat(FunctionInvoker.arityOf(kind)).isEqualTo(arity);
    assertThat(FunctionInvoker.isVoid(kind)).isEqualTo(isVoid);
    assertThat(SEEN).containsExactly(arguments);
    assertThat(result).isEqualTo(isVoid ? null : List.of(arguments));
  }

  @ParameterizedTest(name = "{0} arguments, void: {1}")
  @MethodSource("shapes")
  void theReceiverOfAMethodIsTheFirstArgument(int arity, boolean isVoid, RayFunc function)
      throws Exception {
    int kind = FunctionInvoker.kindOf(function);
    Object[] arguments =
        Stream.of("a", "b", "c", "d", "e", "f").limit(Math.max(0, arity - 1)).toArray();
    if (arity == 0) {
      assertThatThrownBy(() -> FunctionInvoker.invokeMethod(kind, function, "self", arguments))
          .isInstanceOf(IllegalArgumentException.class);
      return;
    }

    Object result = FunctionInvoker.invokeMethod(kind, function, "self", arguments);

    List<Object> expected = Stream.concat(Stream.of("self"), Stream.of(arguments)).toList();
    assertThat(SEEN).isEqualTo(expected);
    assertThat(result).isEqualTo(isVoid ? null : expected);
  }

  @Test
  void whatTheFunctionThrowsComesThroughUnwrapped() {
    Exception thrown = new Exception("its own");
    RayFunc0<Object> function =
        () -> {
          throw thrown;
        };
    assertThatThrownBy(
            () -> FunctionInvoker.invoke(FunctionInvoker.kindOf(function), function, new Object[0]))
        .isSameAs(thrown);
  }

  @Test
  void aFunctionOfNoKnownShapeIsRefused() {
    RayFunc unknown = new RayFunc() {};
    assertThatThrownBy(() -> FunctionInvoker.kindOf(unknown))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RayFunc0..7");
  }
}
