package org.akkaray.runtime.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.akkaray.exception.SerializationException;
import org.akkaray.function.RayFunc;
import org.akkaray.function.RayFunc0;
import org.akkaray.function.RayFunc1;
import org.akkaray.function.RayFuncVoid0;
import org.akkaray.runtime.object.InMemoryObjectStore;
import org.akkaray.runtime.object.ValueCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionCodecTest {
  private final FunctionCodec codec = codec();

  /** Stands for a worker thread that an object of a user's class happens to hold. */
  private final Thread worker = Thread.currentThread();

  private static FunctionCodec codec(Class<?>... references) {
    return new FunctionCodec(new ValueCodec(new InMemoryObjectStore(1 << 20), 1000, references));
  }

  @SuppressWarnings("unchecked") // thawing keeps the function's interface
  private <F extends RayFunc> F copy(F function) {
    return (F) codec.thaw(codec.freeze(function));
  }

  private static int square(int n) {
    return n * n;
  }

  @Test
  void whatCapturesNothingStaysWhatItIs() {
    RayFunc1<Integer, Integer> lambda = n -> n + 1;
    RayFunc1<Integer, Integer> reference = FunctionCodecTest::square;

    assertThat(codec.freeze(lambda)).isSameAs(lambda);
    assertThat(codec.freeze(reference)).isSameAs(reference);
    assertThat(codec.thaw(lambda)).isSameAs(lambda);
  }

  @Test
  void whatCapturesOnlyWhatNobodyCanChangeStaysWhatItIs() {
    String text = "a".repeat(3);
    long number = text.length();
    Integer none = text.isEmpty() ? 1 : null;
    RayFunc0<String> lambda = () -> text + number + none;

    assertThat(codec.freeze(lambda)).isSameAs(lambda);
  }

  @Test
  void eachRunHasItsOwnCopyOfWhatWasCaptured() throws Exception {
    List<Integer> list = new ArrayList<>(List.of(1));
    RayFunc0<Integer> addsOne =
        () -> {
          list.add(9);
          return list.size();
        };
    RayFunc frozen = codec.freeze(addsOne);
    list.add(2);
    list.add(3);

    for (int run = 0; run < 3; run++) {
      @SuppressWarnings("unchecked") // thawing keeps the function's interface
      RayFunc0<Integer> thawed = (RayFunc0<Integer>) codec.thaw(frozen);
      assertThat(thawed.apply()).as("run %s", run).isEqualTo(2);
    }
    assertThat(list).containsExactly(1, 2, 3);
  }

  @Test
  void theObjectOfABoundMethodReferenceIsCopied() throws Exception {
    StringBuilder builder = new StringBuilder("seen");
    RayFunc frozen = codec.freeze((RayFunc0<String>) builder::toString);
    builder.append(" too late");

    assertThat(((RayFunc0<?>) codec.thaw(frozen)).apply()).isEqualTo("seen");
  }

  @Test
  void primitivesOfTwoSlotsAndNullsAreCapturedInTheirPlaces() throws Exception {
    long big = Long.parseLong("5000000000");
    double half = Double.parseDouble("0.5");
    String none = big > 0 ? null : "x";
    int[] array = {1, 2};
    RayFunc0<String> function = () -> big + " " + half + " " + none + " " + array[1];
    RayFunc frozen = codec.freeze(function);
    array[1] = 7;

    assertThat(frozen).isNotSameAs(function);
    assertThat(((RayFunc0<?>) codec.thaw(frozen)).apply()).isEqualTo("5000000000 0.5 null 2");
  }

  @Test
  void aFunctionMayCaptureAnotherFunction() throws Exception {
    int[] base = {10};
    RayFunc1<Integer, Integer> inner = n -> n + base[0];
    RayFunc0<Integer> outer = () -> inner.apply(5);
    RayFunc frozen = codec.freeze(outer);
    base[0] = 0;

    assertThat(((RayFunc0<?>) codec.thaw(frozen)).apply()).isEqualTo(15);
  }

  @Test
  void theCapturedVariableThatCannotBeSentIsNamed() {
    long before = System.nanoTime();
    double alsoBefore = before / 2.0;
    Thread culprit = Thread.currentThread();
    RayFunc0<String> lambda = () -> before + alsoBefore + culprit.getName();

    assertThatThrownBy(() -> codec.freeze(lambda))
        .isInstanceOf(SerializationException.class)
        .hasMessageContainingAll(
            "FunctionCodecTest.lambda in theCapturedVariableThatCannotBeSentIsNamed",
            "captures variable 'culprit'",
            "Thread");
  }

  @Test
  void theVariableIsNamedAlsoBehindACapturedThis() {
    Map<String, Thread> culprits = Map.of("key", worker);
    Harmless harmless = new Harmless(culprits);

    assertThatThrownBy(harmless::freezeLambda)
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("captures variable 'culprit'");
  }

  private record Harmless(Map<String, Thread> unused) {
    void freezeLambda() {
      Thread culprit = unused.get("key");
      RayFunc0<String> lambda = () -> name() + culprit.getName();
      codec(Harmless.class).freeze(lambda);
    }

    private String name() {
      return "harmless";
    }
  }

  @Test
  void aCapturedThisIsNamedAsSuch() {
    RayFunc0<String> lambda = () -> worker.getName();

    assertThatThrownBy(() -> codec.freeze(lambda))
        .isInstanceOf(SerializationException.class)
        .hasMessageContainingAll("captures 'this'", FunctionCodecTest.class.getName(), "static");
  }

  @Test
  void theObjectOfABoundMethodReferenceIsNamedAsSuch() {
    RayFuncVoid0 bound = worker::interrupt;

    assertThatThrownBy(() -> codec.freeze(bound))
        .isInstanceOf(SerializationException.class)
        .hasMessageContainingAll("the object of its method reference", "java.lang.Thread");
  }

  @Test
  void withoutTheCompilersTableOfNamesTheCapturedArgumentIsCountedAndTyped(@TempDir Path folder)
      throws Exception {
    Path source = folder.resolve("Nameless.java");
    Files.writeString(
        source,
        """
        import org.akkaray.function.*;
        public class Nameless {
          public static RayFunc make(String text, Thread culprit) {
            RayFunc0<String> lambda = () -> text + culprit.getName();
            return lambda;
          }
          public static RayFunc sum(int[] numbers) {
            RayFunc0<Integer> lambda = () -> numbers[0]++;
            return lambda;
          }
        }
        """);
    String api =
        Path.of(RayFunc.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-g:none",
                "-cp",
                api,
                "-d",
                folder.toString(),
                source.toString());
    assertThat(errors).isZero();

    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Class<?> nameless = loader.loadClass("Nameless");
      RayFunc lambda =
          (RayFunc)
              nameless.getMethod("make", String.class, Thread.class).invoke(null, "a", worker);
      assertThatThrownBy(() -> codec.freeze(lambda))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("captured argument 2 of type java.lang.Thread");

      // And a class of another loader is made again by that loader.
      RayFunc sum = (RayFunc) nameless.getMethod("sum", int[].class).invoke(null, new int[] {41});
      RayFunc frozen = codec.freeze(sum);
      assertThat(((RayFunc0<?>) codec.thaw(frozen)).apply()).isEqualTo(41);
      assertThat(((RayFunc0<?>) codec.thaw(frozen)).apply()).isEqualTo(41);
    }
  }

  @Test
  void copiesOfCopiesWork() throws Exception {
    int[] counter = {1};
    RayFunc0<Integer> function = () -> counter[0]++;
    RayFunc0<Integer> copy = copy(copy(function));

    assertThat(copy.apply()).isEqualTo(1);
    assertThat(copy.apply()).isEqualTo(2);
    assertThat(function.apply()).isEqualTo(1);
  }
}
