package org.akkaray.runtime.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.akkaray.exception.FunctionNotFoundException;
import org.akkaray.exception.SerializationException;
import org.akkaray.function.RayFunc;
import org.akkaray.function.RayFunc0;
import org.akkaray.function.RayFuncVoid0;
import org.akkaray.runtime.object.InMemoryObjectStore;
import org.akkaray.runtime.object.ValueCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functions that leave one "JVM" for another: two loaders of the same classes, or of two versions
 * of them.
 */
class FunctionImageTest {
  private static final String PROGRAM =
      """
      package app;
      import java.util.*;
      import org.akkaray.function.*;
      public class Program {
        private final int start;
        public Program(int start) { this.start = start; }
        public int plus(int n) { return start + n; }
        public static int square(int n) { return n * n; }
        public static void fill(int[] array, int with) { Arrays.fill(array, with); }
        public static int sum(int a, int b, int c, int d, int e, int f, int g) {
          return a + b + c + d + e + f + g;
        }
        public static RayFunc staticMethod() {
          RayFunc1<Integer, Integer> f = Program::square;
          return f;
        }
        public static RayFunc constructor() {
          RayFunc1<Integer, Program> f = Program::new;
          return f;
        }
        public static RayFunc unbound() {
          RayFunc2<Program, Integer, Integer> f = Program::plus;
          return f;
        }
        public static RayFunc bound() {
          StringBuilder text = new StringBuilder("bound");
          RayFunc0<Integer> f = text::length;
          return f;
        }
        public static RayFunc voidMethod() {
          RayFuncVoid2<int[], Integer> f = Program::fill;
          return f;
        }
        public static RayFunc seven() {
          RayFunc7<Integer, Integer, Integer, Integer, Integer, Integer, Integer, Integer> f =
              Program::sum;
          return f;
        }
        public static RayFunc lambda() {
          RayFunc1<Integer, String> f = n -> "n" + n;
          return f;
        }
        public static RayFunc captures() {
          List<Integer> list = new ArrayList<>(List.of(1, 2));
          long big = 5_000_000_000L;
          String none = null;
          RayFunc0<String> f = () -> {
            list.add(3);
            return list + " " + big + " " + none;
          };
          return f;
        }
        public static RayFunc capturesWhatCannotChange() {
          String text = "a".repeat(3);
          RayFunc0<String> f = () -> text;
          return f;
        }
      }
      """;

  @TempDir private Path folder;

  private final FunctionCodec sender = codec();
  private final FunctionCodec receiver = codec();

  private static FunctionCodec codec() {
    return new FunctionCodec(new ValueCodec(new InMemoryObjectStore(1 << 20), 1000));
  }

  private static RayFunc make(ClassLoader loader, String function) throws Exception {
    return (RayFunc) loader.loadClass("app.Program").getMethod(function).invoke(null);
  }

  /** Runs a function of one loader's classes with another loader's. */
  private Object runElsewhere(String function, Object... arguments) throws Exception {
    Path classes = Sources.compile(folder, PROGRAM);
    try (URLClassLoader here = Sources.loader(classes);
        URLClassLoader there = Sources.loader(classes)) {
      FunctionImage image = sender.image(make(here, function));
      RayFunc revived = receiver.revive(overTheWire(image), there);
      FunctionDescriptor descriptor = FunctionDescriptor.of(revived);
      assertThat(descriptor.code()).isEqualTo(image.code());
      assertThat(descriptor.isCapturing()).isEqualTo(image.captured().length > 0);
      if (descriptor.className().startsWith("app.")) {
        assertThat(descriptor.implementingClass().getClassLoader()).isSameAs(there);
      }
      RayFunc live = receiver.thaw(revived);
      assertThat(FunctionDescriptor.of(live).kind()).isEqualTo(descriptor.kind());
      return FunctionInvoker.invoke(descriptor.kind(), live, arguments);
    }
  }

  /** The image as the texts and numbers it is made of. */
  private static FunctionImage overTheWire(FunctionImage image) {
    FunctionCode code = image.code();
    return new FunctionImage(
        new FunctionCode(
            code.capturingClass(),
            code.interfaceClass(),
            code.interfaceMethod(),
            code.interfaceSignature(),
            code.implementationKind(),
            code.implementationClass(),
            code.implementationMethod(),
            code.implementationSignature(),
            code.instantiatedType(),
            code.capturedCount()),
        image.captured().clone());
  }

  @Test
  void aStaticMethodRunsElsewhere() throws Exception {
    assertThat(runElsewhere("staticMethod", 7)).isEqualTo(49);
  }

  @Test
  void aConstructorRunsElsewhere() throws Exception {
    assertThat(runElsewhere("constructor", 7).getClass().getName()).isEqualTo("app.Program");
  }

  @Test
  void aMethodOfAnObjectThatComesAsArgumentRunsElsewhere() throws Exception {
    Path classes = Sources.compile(folder, PROGRAM);
    try (URLClassLoader here = Sources.loader(classes);
        URLClassLoader there = Sources.loader(classes)) {
      RayFunc revived = receiver.revive(sender.image(make(here, "unbound")), there);
      Object program = there.loadClass("app.Program").getConstructor(int.class).newInstance(40);

      int kind = FunctionDescriptor.of(revived).kind();
      assertThat(FunctionInvoker.invokeMethod(kind, revived, program, new Object[] {2}))
          .isEqualTo(42);
    }
  }

  @Test
  void aMethodOfACapturedObjectRunsElsewhere() throws Exception {
    assertThat(runElsewhere("bound")).isEqualTo(5);
  }

  @Test
  void aFunctionWithoutResultRunsElsewhere() throws Exception {
    int[] array = new int[3];

    assertThat(runElsewhere("voidMethod", array, 9)).isNull();
    assertThat(array).containsOnly(9);
  }

  @Test
  void aFunctionOfSevenArgumentsRunsElsewhere() throws Exception {
    assertThat(runElsewhere("seven", 1, 2, 3, 4, 5, 6, 7)).isEqualTo(28);
  }

  @Test
  void aLambdaRunsElsewhere() throws Exception {
    assertThat(runElsewhere("lambda", 1)).isEqualTo("n1");
  }

  @Test
  void aLambdaRunsElsewhereWithWhatItCaptured() throws Exception {
    assertThat(runElsewhere("captures")).isEqualTo("[1, 2, 3] 5000000000 null");
  }

  @Test
  void aLambdaThatCapturedOnlyWhatCannotChangeRunsElsewhere() throws Exception {
    assertThat(runElsewhere("capturesWhatCannotChange")).isEqualTo("aaa");
  }

  @Test
  void eachRunOfARevivedFunctionHasCopiesOfItsOwn() throws Exception {
    List<Integer> list = new ArrayList<>();
    RayFunc0<Integer> function =
        () -> {
          list.add(1);
          return list.size();
        };
    RayFunc revived = receiver.revive(sender.image(function), getClass().getClassLoader());

    for (int run = 0; run < 3; run++) {
      assertThat(((RayFunc0<?>) receiver.thaw(revived)).apply()).isEqualTo(1);
    }
  }

  @Test
  void theImageOfAFrozenFunctionIsThatOfTheFunctionWhenItWasFrozen() throws Exception {
    List<Integer> list = new ArrayList<>(List.of(1));
    RayFunc frozen = sender.freeze((RayFunc0<Integer>) list::size);
    list.add(2);

    RayFunc revived = receiver.revive(sender.image(frozen), getClass().getClassLoader());
    assertThat(((RayFunc0<?>) receiver.thaw(revived)).apply()).isEqualTo(1);
  }

  @Test
  void aRevivedFunctionCanBeSentOn() throws Exception {
    int[] captured = {41};
    FunctionImage first = sender.image((RayFunc0<Integer>) () -> captured[0] + 1);
    ClassLoader loader = getClass().getClassLoader();
    RayFunc revived = receiver.revive(first, loader);

    FunctionImage second = receiver.image(revived);
    assertThat(second.code()).isEqualTo(first.code());
    assertThat(((RayFunc0<?>) sender.thaw(sender.revive(second, loader))).apply()).isEqualTo(42);
    RayFunc live = receiver.thaw(revived);
    assertThat(receiver.image(live).code().id()).isEqualTo(first.code().id());
  }

  @Test
  void whatCapturesNothingIsTheSameObjectEachTime() {
    RayFunc function = (RayFuncVoid0) FunctionImageTest::nothing;
    ClassLoader loader = getClass().getClassLoader();

    RayFunc revived = receiver.revive(sender.image(function), loader);
    assertThat(receiver.revive(sender.image(function), loader)).isSameAs(revived);
  }

  private static void nothing() {}

  @Test
  void aPlaceInTheProgramHasOneIdWhateverItCaptures() {
    List<FunctionId> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int captured = i;
      ids.add(sender.image((RayFunc0<Integer>) () -> captured).code().id());
    }
    FunctionId other = sender.image((RayFunc0<Integer>) () -> 1).code().id();

    assertThat(ids).containsOnly(ids.getFirst()).doesNotContain(other);
  }

  @Test
  void theIdIsAHashOfEveryWord() {
    String[] words = {"a/B", "c/D", "apply", "()V", "e/F", "run", "()I", "()J"};
    FunctionId id = code(words, 6, 0).id();

    assertThat(code(words, 6, 0).id()).isEqualTo(id);
    assertThat(id).hasToString("4e1d93e3d661183bb8375ab2be4cc5c5");
    assertThat(code(words, 5, 0).id()).isNotEqualTo(id);
    assertThat(code(words, 6, 1).id()).isNotEqualTo(id);
    for (int i = 0; i < words.length; i++) {
      String[] changed = words.clone();
      changed[i] += "x";
      assertThat(code(changed, 6, 0)).as("word %s", i).isNotEqualTo(code(words, 6, 0));
    }
  }

  private static FunctionCode code(String[] words, int kind, int captured) {
    return new FunctionCode(
        words[0], words[1], words[2], words[3], kind, words[4], words[5], words[6], words[7],
        captured);
  }

  @Test
  void anImageWithTooFewValuesIsRefused() {
    int captured = 1;
    FunctionCode code = sender.image((RayFunc0<Integer>) () -> captured).code();

    assertThatThrownBy(() -> new FunctionImage(code, new Object[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("captures 1 value(s)", "but 0");
  }

  @Test
  void aClassThatIsNowhereIsNamed() throws Exception {
    Path classes = Sources.compile(folder, PROGRAM);
    try (URLClassLoader here = Sources.loader(classes)) {
      for (String function : List.of("staticMethod", "captures")) {
        FunctionImage image = sender.image(make(here, function));

        assertThatThrownBy(() -> receiver.revive(image, getClass().getClassLoader()))
            .isInstanceOf(FunctionNotFoundException.class)
            .hasMessageContainingAll("Program.", "app.Program is not on this JVM's class path");
      }
    }
  }

  @Test
  void aClassThatTheFunctionCallsAndThatIsNowhereIsNamed() throws Exception {
    Path classes =
        Sources.compile(
            folder,
            """
            package app;
            public class Helper { public static int help(int n) { return n; } }
            """,
            """
            package app;
            import org.akkaray.function.*;
            public class Program {
              public static RayFunc staticMethod() {
                RayFunc1<Integer, Integer> f = Helper::help;
                return f;
              }
            }
            """);
    try (URLClassLoader here = Sources.loader(classes);
        URLClassLoader there = Sources.loader(classes)) {
      FunctionImage image = sender.image(make(here, "staticMethod"));
      Files.delete(classes.resolve("app/Helper.class"));

      assertThatThrownBy(() -> receiver.revive(image, there))
          .isInstanceOf(FunctionNotFoundException.class)
          .hasMessageContainingAll("Helper.help", "app.Helper");
    }
  }

  @Test
  void aFunctionThatAnotherVersionOfItsClassDoesNotHaveIsNamed() throws Exception {
    Path ours = Sources.compile(folder.resolve("ours"), PROGRAM);
    Path theirs =
        Sources.compile(
            folder.resolve("theirs"),
            """
            package app;
            import org.akkaray.function.*;
            public class Program {
              public static RayFunc any() {
                RayFunc1<Integer, Integer> f = n -> n;
                return f;
              }
            }
            """);
    Path none =
        Sources.compile(
            folder.resolve("none"), "package app; public class Program { int nothing; }");
    try (URLClassLoader here = Sources.loader(ours);
        URLClassLoader other = Sources.loader(theirs);
        URLClassLoader without = Sources.loader(none)) {
      FunctionImage image = sender.image(make(here, "staticMethod"));

      assertThatThrownBy(() -> receiver.revive(image, other))
          .isInstanceOf(FunctionNotFoundException.class)
          .hasMessageContainingAll("Program.square", "class app.Program", "not the version");
      assertThatThrownBy(() -> receiver.revive(image, without))
          .isInstanceOf(SerializationException.class)
          .hasMessageContainingAll("Program.square", "app.Program", "$deserializeLambda$");
      // What failed is looked for again: the class may be there by then.
      assertThat(receiver.revive(image, here)).isNotNull();
    }
  }

  @Test
  void aStaticInitializerThatThrowsIsThrownAsInALocalCall() throws Exception {
    Path classes =
        Sources.compile(
            folder,
            """
            package app;
            import org.akkaray.function.*;
            public class Program {
              static {
                if (Boolean.getBoolean("akkaray.test.fail")) {
                  throw new IllegalStateException("no such table");
                }
              }
              public static RayFunc lambda() {
                RayFunc1<Integer, Integer> f = n -> n;
                return f;
              }
            }
            """);
    try (URLClassLoader here = Sources.loader(classes);
        URLClassLoader there = Sources.loader(classes)) {
      FunctionImage image = sender.image(make(here, "lambda"));
      System.setProperty("akkaray.test.fail", "true");

      assertThatThrownBy(() -> receiver.revive(image, there))
          .isInstanceOf(ExceptionInInitializerError.class)
          .hasRootCauseMessage("no such table");
      assertThatThrownBy(() -> receiver.revive(image, there))
          .isInstanceOf(NoClassDefFoundError.class)
          .hasMessageContaining("app.Program");
    } finally {
      System.clearProperty("akkaray.test.fail");
    }
  }
}
