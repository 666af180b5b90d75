import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the parts of the public API that exist once per arity and per mix of values and
 * references: the functional interfaces, the overloads of {@code task} and {@code actor}, and the
 * invoker that the runtime calls functions with.
 *
 * <p>Run by the build as a single-file program: {@code java GenerateCalls.java OUTPUT_FOLDER}. A
 * file whose text would not change is left alone, so that the compiler sees nothing new.
 *
 * <p>What a template's words stand for, for a call of n arguments: {@code $types} is {@code T0, T1,
 * } with a comma at the end, {@code $parameters} is {@code , T0 t0, ObjectRef<T1> t1} with a comma
 * at the start, {@code $arguments} is the array of them, {@code $mix} says in English which are
 * references, {@code $n} is n and {@code $m} is n + 1, the arity of a method with its receiver.
 */
public final class GenerateCalls {

  /** A call has at most this many arguments; a method reference takes its receiver besides. */
  private static final int MAX_ARGUMENTS = 6;

  private static final int MAX_ARITY = MAX_ARGUMENTS + 1;

  private static Path output;

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: java GenerateCalls.java OUTPUT_FOLDER");
      System.exit(2);
    }
    output = Path.of(args[0]);
    for (int n = 0; n <= MAX_ARITY; n++) {
      write("function/RayFunc" + n, new Mix(n, 0).fill(FUNCTION));
      write("function/RayFuncVoid" + n, new Mix(n, 0).fill(VOID_FUNCTION));
    }
    write("RayCall", RAY_CALL.replace("$methods", forAllMixes(RAY_METHODS)));
    write("ActorCall", ACTOR_CALL.replace("$methods", forAllMixes(ACTOR_METHODS)));
    write(
        "parallelactor/ParallelCall",
        PARALLEL_CALL.replace("$methods", forAllMixes(PARALLEL_METHODS)));
    write(
        "parallelactor/ParallelActorCall",
        PARALLEL_ACTOR_CALL.replace("$methods", forAllMixes(PARALLEL_ACTOR_METHODS)));
    write(
        "concurrencygroup/BaseConcurrencyGroupBuilder",
        GROUP_BUILDER.replace(
            "$methods", list(MAX_ARITY, n -> new Mix(n, 0).fill(ADD_METHOD), "")));
    write("runtime/function/FunctionInvoker", invoker());
  }

  private static final String FUNCTION =
      """
      package org.akkaray.function;

      import org.jspecify.annotations.Nullable;

      /** A serializable function of $count with a result. */
      @FunctionalInterface
      public interface RayFunc$n<$bounds, R extends @Nullable Object> extends RayFuncR<R> {

        /** Calls the function. */
        R apply($declared) throws Exception;
      }
      """;

  private static final String VOID_FUNCTION =
      """
      package org.akkaray.function;

      import org.jspecify.annotations.Nullable;

      /** A serializable function of $count without a result. */
      @FunctionalInterface
      public interface RayFuncVoid$n<$bounds> extends RayFuncVoid {

        /** Calls the function. */
        void apply($declared) throws Exception;
      }
      """;

  private static final String RAY_CALL =
      """
      package org.akkaray;

      import java.util.Iterator;
      import java.util.List;
      import org.akkaray.call.*;
      import org.akkaray.function.*;
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code Ray.task}, {@code Ray.actor}, {@code Ray.multiTask} and {@code
       * Ray.generatorTask}: each argument is a value or an {@link ObjectRef} of it, and may be
       * null. Nothing runs before {@code remote()}.
       */
      @NullUnmarked
      @SuppressWarnings("overloads") // as in Ray; a method reference says which one is meant
      abstract class RayCall {
        static final Object[] NONE = {};

        RayCall() {}
      $methods}
      """;

  private static final String RAY_METHODS =
      """

        /** A call of {@code f} with $mix. */
        public static <$types, R> TaskCaller<R> task(RayFunc$n<$types, R> f$parameters) {
          return new TaskCaller<>(f, $arguments);
        }

        /** A call of {@code f} with $mix. */
        public static <$types> VoidTaskCaller task(RayFuncVoid$n<$types> f$parameters) {
          return new VoidTaskCaller(f, $arguments);
        }

        /** A call of {@code f}, an object of each element of its list, with $mix. */
        public static <$types, E> MultiTaskCaller<E> multiTask(
            RayFunc$n<$types, ? extends List<E>> f$parameters) {
          return new MultiTaskCaller<>(f, $arguments);
        }

        /** A call of {@code f}, streaming what its iterator yields, with $mix. */
        public static <$types, E> GeneratorTaskCaller<E> generatorTask(
            RayFunc$n<$types, ? extends Iterator<E>> f$parameters) {
          return new GeneratorTaskCaller<>(f, $arguments);
        }

        /** The creation of an actor by the constructor {@code f} with $mix. */
        public static <$types, A> ActorCreator<A> actor(RayFunc$n<$types, A> f$parameters) {
          return new ActorCreator<>(f, $arguments);
        }
      """;

  private static final String ACTOR_CALL =
      """
      package org.akkaray;

      import java.util.Iterator;
      import java.util.List;
      import org.akkaray.call.*;
      import org.akkaray.function.*;
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code handle.task}, {@code handle.multiTask} and {@code
       * handle.generatorTask}: each argument is a value or an {@link ObjectRef} of it, and may be
       * null. Nothing is sent before {@code remote()}.
       *
       * @param <A> the actor's class
       */
      @NullUnmarked
      @SuppressWarnings("overloads") // as in Ray; a method reference says which one is meant
      interface ActorCall<A> {
      $methods}
      """;

  private static final String ACTOR_METHODS =
      """

        /** A call of the actor's method with $mix. */
        default <$types, R> ActorTaskCaller<R> task(RayFunc$m<A, $types, R> f$parameters) {
          return new ActorTaskCaller<>((BaseActorHandle) this, f, RayCall.$arguments);
        }

        /** A call of the actor's method with $mix. */
        default <$types> VoidActorTaskCaller task(RayFuncVoid$m<A, $types> f$parameters) {
          return new VoidActorTaskCaller((BaseActorHandle) this, f, RayCall.$arguments);
        }

        /** A call of the actor's method, an object of each element of its list, with $mix. */
        default <$types, E> MultiActorTaskCaller<E> multiTask(
            RayFunc$m<A, $types, ? extends List<E>> f$parameters) {
          return new MultiActorTaskCaller<>((BaseActorHandle) this, f, RayCall.$arguments);
        }

        /** A call of the actor's method, streaming what its iterator yields, with $mix. */
        default <$types, E> GeneratorActorTaskCaller<E> generatorTask(
            RayFunc$m<A, $types, ? extends Iterator<E>> f$parameters) {
          return new GeneratorActorTaskCaller<>((BaseActorHandle) this, f, RayCall.$arguments);
        }
      """;

  private static final String PARALLEL_CALL =
      """
      package org.akkaray.parallelactor;

      import org.akkaray.ObjectRef;
      import org.akkaray.function.*;
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code ParallelActor.actor}: each argument is a value or an {@link
       * ObjectRef} of it.
       */
      @NullUnmarked
      abstract class ParallelCall {
        static final Object[] NONE = {};

        ParallelCall() {}
      $methods}
      """;

  private static final String PARALLEL_METHODS =
      """

        /** The creation of a parallel actor by the constructor {@code f} with $mix. */
        public static <$types, A> ParallelActorCreator<A> actor(RayFunc$n<$types, A> f$parameters) {
          return new ParallelActorCreator<>(f, $arguments);
        }
      """;

  private static final String PARALLEL_ACTOR_CALL =
      """
      package org.akkaray.parallelactor;

      import org.akkaray.ObjectRef;
      import org.akkaray.function.*;
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code instance.task}: each argument is a value or an {@link ObjectRef} of
       * it.
       *
       * @param <A> the actor's class
       */
      @NullUnmarked
      @SuppressWarnings("overloads") // as in Ray; a method reference says which one is meant
      interface ParallelActorCall<A> {
      $methods}
      """;

  private static final String PARALLEL_ACTOR_METHODS =
      """

        /** A call of the instance's method with $mix. */
        default <$types, R> ParallelActorTaskCaller<R> task(RayFunc$m<A, $types, R> f$parameters) {
          return new ParallelActorTaskCaller<>(
              (ParallelActorInstance<A>) this, f, ParallelCall.$arguments);
        }

        /** A call of the instance's method with $mix. */
        default <$types> VoidParallelActorTaskCaller task(RayFuncVoid$m<A, $types> f$parameters) {
          return new VoidParallelActorTaskCaller(
              (ParallelActorInstance<A>) this, f, ParallelCall.$arguments);
        }
      """;

  private static final String GROUP_BUILDER =
      """
      package org.akkaray.concurrencygroup;

      import org.akkaray.function.*;
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code addMethod}, one per arity.
       *
       * @param <A> the actor's class
       */
      @NullUnmarked
      @SuppressWarnings("overloads") // as in Ray; a method reference says which one is meant
      abstract class BaseConcurrencyGroupBuilder<A> {

        BaseConcurrencyGroupBuilder() {}

        /** Adds a method of whatever arity. */
        abstract ConcurrencyGroupBuilder<A> add(RayFunc method);
      $methods}
      """;

  private static final String ADD_METHOD =
      """

        /** Adds a method of $count to the group. */
        public <$types, R> ConcurrencyGroupBuilder<A> addMethod(RayFunc$m<A, $types, R> method) {
          return add(method);
        }

        /** Adds a method of $count to the group. */
        public <$types> ConcurrencyGroupBuilder<A> addMethod(RayFuncVoid$m<A, $types> method) {
          return add(method);
        }
      """;

  private static final String INVOKER =
      """
      package org.akkaray.runtime.function;

      import org.akkaray.function.*;
      import org.jspecify.annotations.Nullable;

      /**
       * Calls a {@link RayFunc} of any shape with an array of arguments: a switch and a cast, no
       * reflection. A shape is named by its kind, a small number: the arity for a function with a
       * result, {@value #VOID} more for one without.
       */
      @SuppressWarnings({"unchecked", "rawtypes"}) // the typed overloads checked the caller's types
      public final class FunctionInvoker {
        /** What is added to the arity in the kind of a function without a result. */
        public static final int VOID = $void;

        private FunctionInvoker() {}

        /** How many arguments it takes, the receiver of a method reference included. */
        public static int arityOf(int kind) {
          return kind % VOID;
        }

        /** Whether a function of this kind has no result. */
        public static boolean isVoid(int kind) {
          return kind >= VOID;
        }

        /**
         * The kind of a function.
         *
         * @throws IllegalArgumentException if it is none of the generated functional interfaces
         */
        public static int kindOf(RayFunc f) {
          if (f instanceof RayFuncVoid) {
      $voidKinds    } else {
      $kinds    }
          throw new IllegalArgumentException(
              f.getClass().getName() + " is none of RayFunc0..$max, RayFuncVoid0..$max");
        }

        /** Calls {@code f} with the arguments; null from a function without a result. */
        public static @Nullable Object invoke(int kind, RayFunc f, @Nullable Object[] a)
            throws Exception {
          switch (kind) {
      $invokes      default -> throw new IllegalArgumentException("kind: " + kind);
          }
        }

        /** Calls {@code f} with the receiver first; null from a function without a result. */
        public static @Nullable Object invokeMethod(
            int kind, RayFunc f, Object receiver, @Nullable Object[] a) throws Exception {
          switch (kind) {
      $methodInvokes      default -> throw new IllegalArgumentException("kind: " + kind);
          }
        }
      }
      """;

  private static final String KIND =
      """
            if (f instanceof $function) {
              return $kind;
            }
      """;

  private static final String INVOKE =
      """
            case $n -> {
              return ((RayFunc$n) f).apply($passed);
            }
            case VOID + $n -> {
              ((RayFuncVoid$n) f).apply($passed);
              return null;
            }
      """;

  private static String invoker() {
    return INVOKER
        .replace("$voidKinds", kinds("RayFuncVoid", "VOID + "))
        .replace("$kinds", kinds("RayFunc", ""))
        .replace("$void", "" + (MAX_ARITY + 1))
        .replace("$max", "" + MAX_ARITY)
        .replace("$invokes", invokes(0, i -> "a[" + i + "]"))
        .replace("$methodInvokes", invokes(1, i -> i == 0 ? "receiver" : "a[" + (i - 1) + "]"));
  }

  private static String kinds(String function, String offset) {
    IntFunction<String> kind =
        n -> KIND.replace("$function", function + n).replace("$kind", offset + n);
    return list(MAX_ARITY + 1, kind, "");
  }

  private static String invokes(int first, IntFunction<String> argument) {
    return IntStream.rangeClosed(first, MAX_ARITY)
        .mapToObj(n -> INVOKE.replace("$n", "" + n).replace("$passed", list(n, argument, ", ")))
        .collect(Collectors.joining());
  }

  private static String forAllMixes(String template) {
    IntFunction<String> forArity =
        n -> list(1 << n, references -> new Mix(n, references).fill(template), "");
    return list(MAX_ARGUMENTS + 1, forArity, "");
  }

  /** Which of n arguments are references: bit i of {@code references} for argument i. */
  private record Mix(int n, int references) {

    String fill(String template) {
      return template
          .replace("$types, ", list(n, i -> "T" + i + ", ", ""))
          .replace(", $types", list(n, i -> ", T" + i, ""))
          .replace(" <$types> ", n == 0 ? " " : " <" + list(n, i -> "T" + i, ", ") + "> ")
          .replace("<$types>", n == 0 ? "" : "<" + list(n, i -> "T" + i, ", ") + ">")
          .replace("$bounds, ", list(n, i -> "T" + i + " extends @Nullable Object, ", ""))
          .replace(
              "<$bounds>",
              n == 0 ? "" : "<" + list(n, i -> "T" + i + " extends @Nullable Object", ", ") + ">")
          .replace("$declared", list(n, i -> "T" + i + " t" + i, ", "))
          .replace("$parameters", list(n, i -> ", " + type(i) + " t" + i, ""))
          .replaceAll("(\\w+\\.)?\\$arguments", n == 0 ? "$1NONE" : array())
          .replace("$mix", n == 0 ? count() : count() + ": " + list(n, this::kind, ", "))
          .replace("$count", count())
          .replace("$n", "" + n)
          .replace("$m", "" + (n + 1));
    }

    private boolean isReference(int i) {
      return (references >> i & 1) == 1;
    }

    private String kind(int i) {
      return isReference(i) ? "reference" : "value";
    }

    private String type(int i) {
      return isReference(i) ? "ObjectRef<T" + i + ">" : "T" + i;
    }

    private String array() {
      return "new Object[] {" + list(n, i -> "t" + i, ", ") + "}";
    }

    private String count() {
      return n == 0 ? "no argument" : n == 1 ? "one argument" : n + " arguments";
    }
  }

  private static String list(int n, IntFunction<String> item, String separator) {
    return IntStream.range(0, n).mapToObj(item).collect(Collectors.joining(separator));
  }

  private static void write(String name, String text) throws IOException {
    Path file = output.resolve("org/akkaray/" + name + ".java");
    if (Files.exists(file) && Files.readString(file).equals(text)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
