import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the parts of the public API that exist once per arity and per mix of values and references: the functional
 * interfaces, the overloads of {@code task} and {@code actor}, and the invoker that the runtime calls them with.
 *
 * <p>Run by the build as a single-file program: {@code java GenerateCalls.java OUTPUT_FOLDER}. A file whose text would
 * not change is left alone, so that the compiler sees nothing new.
 */
public final class GenerateCalls {

  /** A call has at most this many arguments; a method reference takes its receiver besides. */
  private static final int MAX_ARGUMENTS = 6;

  private static final int MAX_ARITY = MAX_ARGUMENTS + 1;

  private final Path output;

  private GenerateCalls(Path output) {
    this.output = output;
  }

  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("usage: java GenerateCalls.java OUTPUT_FOLDER");
      System.exit(2);
    }
    new GenerateCalls(Path.of(args[0])).run();
  }

  private void run() {
    for (int n = 0; n <= MAX_ARITY; n++) {
      write("org/akkaray/function/RayFunc" + n + ".java", function(n));
      write("org/akkaray/function/RayFuncVoid" + n + ".java", voidFunction(n));
    }
    write("org/akkaray/RayCall.java", RAY_CALL.replace("$methods", rayCallMethods()));
    write("org/akkaray/ActorCall.java", ACTOR_CALL.replace("$methods", actorCallMethods()));
    write(
        "org/akkaray/parallelactor/ParallelCall.java",
        PARALLEL_CALL.replace("$methods", parallelCallMethods()));
    write(
        "org/akkaray/parallelactor/ParallelActorCall.java",
        PARALLEL_ACTOR_CALL.replace("$methods", parallelActorCallMethods()));
    write(
        "org/akkaray/concurrencygroup/BaseConcurrencyGroupBuilder.java",
        GROUP_BUILDER.replace("$methods", groupBuilderMethods()));
    write("org/akkaray/runtime/function/FunctionInvoker.java", invoker());
  }

  // ---- functional interfaces -------------------------------------------------------------------

  private static final String FUNCTION =
      """
      package org.akkaray.function;

      import org.jspecify.annotations.Nullable;

      /** A serializable function of $count with a result: what a task or an actor method runs. */
      @FunctionalInterface
      public interface RayFunc$n<$boundsR extends @Nullable Object> extends RayFuncR<R> {

        /** Calls the function. */
        R apply($parameters) throws Exception;
      }
      """;

  private static final String VOID_FUNCTION =
      """
      package org.akkaray.function;
      $import
      /** A serializable function of $count without a result: what a task or an actor method runs. */
      @FunctionalInterface
      public interface RayFuncVoid$n$bounds extends RayFuncVoid {

        /** Calls the function. */
        void apply($parameters) throws Exception;
      }
      """;

  private static String function(int n) {
    return FUNCTION
        .replace("$count", count(n))
        .replace("$n", "" + n)
        .replace("$bounds", list(n, i -> "T" + i + " extends @Nullable Object, ", ""))
        .replace("$parameters", list(n, i -> "T" + i + " t" + i, ", "));
  }

  private static String voidFunction(int n) {
    String bounds = list(n, i -> "T" + i + " extends @Nullable Object", ", ");
    return VOID_FUNCTION
        .replace("$import", n == 0 ? "" : "\nimport org.jspecify.annotations.Nullable;\n")
        .replace("$count", count(n))
        .replace("$n", "" + n)
        .replace("$bounds", n == 0 ? "" : "<" + bounds + ">")
        .replace("$parameters", list(n, i -> "T" + i + " t" + i, ", "));
  }

  // ---- Ray.task, Ray.actor ---------------------------------------------------------------------

  private static final String RAY_CALL =
      """
      package org.akkaray;

      import java.util.Iterator;
      import java.util.List;
      $functionImports
      import org.akkaray.call.ActorCreator;
      import org.akkaray.call.GeneratorTaskCaller;
      import org.akkaray.call.MultiTaskCaller;
      import org.akkaray.call.TaskCaller;
      import org.akkaray.call.VoidTaskCaller;
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code Ray.task}, {@code Ray.actor}, {@code Ray.multiTask} and {@code Ray.generatorTask}: each
       * argument is a value or an {@link ObjectRef} of it, and may be null. Nothing runs before {@code remote()}.
       */
      @NullUnmarked
      @SuppressWarnings("overloads") // as in Ray; a method reference says which one is meant
      abstract class RayCall {
        static final Object[] NONE = {};

        RayCall() {}
      $methods}
      """
          .replace("$functionImports\n", functionImports(0, MAX_ARGUMENTS, true));

  private static final String STATIC_METHOD =
      """

        /** $doc with $mix. */
        public static $types$caller $name($function f$parameters) {
          return new $new(f, $array);
        }
      """;

  private static String rayCallMethods() {
    StringBuilder methods = new StringBuilder();
    for (Mix mix : mixes()) {
      methods.append(
          new Call("A call of {@code f}", "task", "TaskCaller<R>", "TaskCaller<>")
              .with(mix, types(mix.n, "R"), function(mix.n, "R"))
              .fill(STATIC_METHOD));
      methods.append(
          new Call("A call of {@code f}", "task", "VoidTaskCaller", "VoidTaskCaller")
              .with(mix, types(mix.n, ""), voidFunction("", mix.n))
              .fill(STATIC_METHOD));
      methods.append(
          new Call("A call of {@code f}, each element of the list it returns an object,",
                  "multiTask", "MultiTaskCaller<E>", "MultiTaskCaller<>")
              .with(mix, types(mix.n, "E"), function(mix.n, "? extends List<E>"))
              .fill(STATIC_METHOD));
      methods.append(
          new Call("A call of {@code f}, streaming what its iterator yields,",
                  "generatorTask", "GeneratorTaskCaller<E>", "GeneratorTaskCaller<>")
              .with(mix, types(mix.n, "E"), function(mix.n, "? extends Iterator<E>"))
              .fill(STATIC_METHOD));
      methods.append(
          new Call("The creation of an actor by the constructor {@code f}",
                  "actor", "ActorCreator<A>", "ActorCreator<>")
              .with(mix, types(mix.n, "A"), function(mix.n, "A"))
              .fill(STATIC_METHOD));
    }
    return methods.toString();
  }

  // ---- handle.task -----------------------------------------------------------------------------

  private static final String ACTOR_CALL =
      """
      package org.akkaray;

      import java.util.Iterator;
      import java.util.List;
      $functionImports
      import org.akkaray.call.ActorTaskCaller;
      import org.akkaray.call.GeneratorActorTaskCaller;
      import org.akkaray.call.MultiActorTaskCaller;
      import org.akkaray.call.VoidActorTaskCaller;
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code handle.task}, {@code handle.multiTask} and {@code handle.generatorTask}: each argument is a
       * value or an {@link ObjectRef} of it, and may be null. Nothing is sent before {@code remote()}.
       *
       * @param <A> the actor's class
       */
      @NullUnmarked
      @SuppressWarnings("overloads") // as in Ray; a method reference says which one is meant
      interface ActorCall<A> {
      $methods}
      """
          .replace("$functionImports\n", functionImports(1, MAX_ARITY, true));

  private static final String ACTOR_METHOD =
      """

        /** $doc with $mix. */
        default $types$caller $name($function f$parameters) {
          return new $new((BaseActorHandle) this, f, $array);
        }
      """;

  private static String actorCallMethods() {
    StringBuilder methods = new StringBuilder();
    for (Mix mix : mixes()) {
      methods.append(
          new Call("A call of the actor's method", "task", "ActorTaskCaller<R>", "ActorTaskCaller<>")
              .with(mix, types(mix.n, "R"), method(mix.n, "R"))
              .fill(ACTOR_METHOD));
      methods.append(
          new Call("A call of the actor's method", "task",
                  "VoidActorTaskCaller", "VoidActorTaskCaller")
              .with(mix, types(mix.n, ""), voidFunction("A", mix.n + 1))
              .fill(ACTOR_METHOD));
      methods.append(
          new Call("A call of the actor's method, each element of the list it returns an object,",
                  "multiTask", "MultiActorTaskCaller<E>", "MultiActorTaskCaller<>")
              .with(mix, types(mix.n, "E"), method(mix.n, "? extends List<E>"))
              .fill(ACTOR_METHOD));
      methods.append(
          new Call("A call of the actor's method, streaming what its iterator yields,",
                  "generatorTask", "GeneratorActorTaskCaller<E>", "GeneratorActorTaskCaller<>")
              .with(mix, types(mix.n, "E"), method(mix.n, "? extends Iterator<E>"))
              .fill(ACTOR_METHOD));
    }
    return methods.toString();
  }

  // ---- parallel actors -------------------------------------------------------------------------

  private static final String PARALLEL_CALL =
      """
      package org.akkaray.parallelactor;

      import org.akkaray.ObjectRef;
      $functionImports
      import org.jspecify.annotations.NullUnmarked;

      /** The overloads of {@code ParallelActor.actor}: each argument is a value or an {@link ObjectRef} of it. */
      @NullUnmarked
      @SuppressWarnings("overloads") // as in Ray; a method reference says which one is meant
      abstract class ParallelCall {
        static final Object[] NONE = {};

        ParallelCall() {}
      $methods}
      """
          .replace("$functionImports\n", functionImports(0, MAX_ARGUMENTS, false));

  private static final String PARALLEL_ACTOR_CALL =
      """
      package org.akkaray.parallelactor;

      import org.akkaray.ObjectRef;
      $functionImports
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code instance.task}: each argument is a value or an {@link ObjectRef} of it.
       *
       * @param <A> the actor's class
       */
      @NullUnmarked
      @SuppressWarnings("overloads") // as in Ray; a method reference says which one is meant
      interface ParallelActorCall<A> {
      $methods}
      """
          .replace("$functionImports\n", functionImports(1, MAX_ARITY, true));

  private static String parallelCallMethods() {
    StringBuilder methods = new StringBuilder();
    for (Mix mix : mixes()) {
      methods.append(
          new Call("The creation of a parallel actor by the constructor {@code f}",
                  "actor", "ParallelActorCreator<A>", "ParallelActorCreator<>")
              .with(mix, types(mix.n, "A"), function(mix.n, "A"))
              .fill(STATIC_METHOD));
    }
    return methods.toString();
  }

  private static String parallelActorCallMethods() {
    String template =
        ACTOR_METHOD.replace("(BaseActorHandle) this", "(ParallelActorInstance<A>) this");
    StringBuilder methods = new StringBuilder();
    for (Mix mix : mixes()) {
      methods.append(
          new Call("A call of the instance's method", "task",
                  "ParallelActorTaskCaller<R>", "ParallelActorTaskCaller<>")
              .with(mix, types(mix.n, "R"), method(mix.n, "R"))
              .fill(template));
      methods.append(
          new Call("A call of the instance's method", "task",
                  "VoidParallelActorTaskCaller", "VoidParallelActorTaskCaller")
              .with(mix, types(mix.n, ""), voidFunction("A", mix.n + 1))
              .fill(template));
    }
    return methods.toString();
  }

  // ---- concurrency groups ----------------------------------------------------------------------

  private static final String GROUP_BUILDER =
      """
      package org.akkaray.concurrencygroup;

      import org.akkaray.function.RayFunc;
      $functionImports
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
      """
          .replace("$functionImports\n", functionImports(1, MAX_ARITY, true));

  private static final String ADD_METHOD =
      """

        /** Adds a method of $count to the group. */
        public $typesConcurrencyGroupBuilder<A> addMethod($function method) {
          return add(method);
        }
      """;

  private static String groupBuilderMethods() {
    StringBuilder methods = new StringBuilder();
    for (int n = 0; n <= MAX_ARGUMENTS; n++) {
      methods.append(
          ADD_METHOD
              .replace("$count", count(n))
              .replace("$types", types(n, "R"))
              .replace("$function", method(n, "R")));
      methods.append(
          ADD_METHOD
              .replace("$count", count(n))
              .replace("$types", types(n, ""))
              .replace("$function", voidFunction("A", n + 1)));
    }
    return methods.toString();
  }

  // ---- the invoker -----------------------------------------------------------------------------

  private static final String INVOKER =
      """
      package org.akkaray.runtime.function;

      import org.akkaray.function.RayFunc;
      $functionImports
      import org.akkaray.function.RayFuncVoid;
      import org.jspecify.annotations.Nullable;

      /**
       * Calls a {@link RayFunc} of any shape with an array of arguments: a switch and a cast, no reflection. A shape is named
       * by its kind, a small number: the arity for a function with a result, {@value #VOID} more for one without.
       */
      @SuppressWarnings({"unchecked", "rawtypes"}) // the caller's types were checked by the typed overloads
      public final class FunctionInvoker {
        /** What is added to the arity in the kind of a function without a result. */
        public static final int VOID = $void;

        private FunctionInvoker() {}

        /** How many arguments a function of this kind takes, the receiver of a method reference included. */
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
              f.getClass().getName() + " is none of RayFunc0.." + (VOID - 1) + ", RayFuncVoid0.." + (VOID - 1));
        }

        /** Calls {@code f} with the arguments; null from a function without a result. */
        public static @Nullable Object invoke(int kind, RayFunc f, @Nullable Object[] a)
            throws Exception {
          switch (kind) {
      $invokes      default -> throw new IllegalArgumentException("kind: " + kind);
          }
        }

        /** Calls {@code f} with the receiver as first argument; null from a function without a result. */
        public static @Nullable Object invokeMethod(
            int kind, RayFunc f, Object receiver, @Nullable Object[] a) throws Exception {
          switch (kind) {
      $methodInvokes      default -> throw new IllegalArgumentException("kind: " + kind);
          }
        }
      }
      """
          .replace("$functionImports\n", functionImports(0, MAX_ARITY, true));

  private static String invoker() {
    return INVOKER
        .replace("$voidKinds", kinds("RayFuncVoid", "VOID + "))
        .replace("$kinds", kinds("RayFunc", ""))
        .replace("$void", "" + (MAX_ARITY + 1))
        .replace("$invokes", invokes(0, i -> "a[" + i + "]"))
        .replace("$methodInvokes", invokes(1, i -> i == 0 ? "receiver" : "a[" + (i - 1) + "]"));
  }

  private static String kinds(String function, String offset) {
    return list(
        MAX_ARITY + 1,
        n ->
            """
                  if (f instanceof $function) {
                    return $kind;
                  }
            """
                .replace("$function", function + n)
                .replace("$kind", offset + n),
        "");
  }

  private static String invokes(int first, IntFunction<String> argument) {
    StringBuilder cases = new StringBuilder();
    for (int n = first; n <= MAX_ARITY; n++) {
      cases.append(
          """
                case $kind -> {
                  return ((RayFunc$n) f).apply($arguments);
                }
                case VOID + $kind -> {
                  ((RayFuncVoid$n) f).apply($arguments);
                  return null;
                }
          """
              .replace("$kind", "" + n)
              .replace("$n", "" + n)
              .replace("$arguments", list(n, argument, ", ")));
    }
    return cases.toString();
  }

  // ---- pieces ----------------------------------------------------------------------------------

  /** Which of n arguments are references: bit i of {@code refs} for argument i. */
  private record Mix(int n, int refs) {
    boolean isRef(int i) {
      return (refs >> i & 1) == 1;
    }

    String describe() {
      if (n == 0) {
        return "no argument";
      }
      return count(n) + ": " + list(n, i -> isRef(i) ? "reference" : "value", ", ");
    }

    String parameters() {
      return list(n, i -> ", " + (isRef(i) ? "ObjectRef<T" + i + ">" : "T" + i) + " t" + i, "");
    }

    String array(String none) {
      return n == 0 ? none : "new Object[] {" + list(n, i -> "t" + i, ", ") + "}";
    }
  }

  private record Call(
      String doc, String name, String caller, String creation, Mix mix, String types, String function) {
    Call(String doc, String name, String caller, String creation) {
      this(doc, name, caller, creation, new Mix(0, 0), "", "");
    }

    Call with(Mix mix, String types, String function) {
      return new Call(doc, name, caller, creation, mix, types, function);
    }

    String fill(String template) {
      String none =
          template.equals(STATIC_METHOD)
              ? "NONE"
              : template.equals(ACTOR_METHOD) ? "RayCall.NONE" : "ParallelCall.NONE";
      return template
          .replace("$doc", doc)
          .replace("$mix", mix.describe())
          .replace("$types", types)
          .replace("$caller", caller)
          .replace("$name", name)
          .replace("$function", function)
          .replace("$parameters", mix.parameters())
          .replace("$new", creation)
          .replace("$array", mix.array(none));
    }
  }

  private static List<Mix> mixes() {
    List<Mix> mixes = new ArrayList<>();
    for (int n = 0; n <= MAX_ARGUMENTS; n++) {
      for (int refs = 0; refs < 1 << n; refs++) {
        mixes.add(new Mix(n, refs));
      }
    }
    return mixes;
  }

  /** {@code <T0, T1, R> }, or nothing when there is no type variable. */
  private static String types(int n, String result) {
    String all = list(n, i -> "T" + i, ", ");
    String joined = all.isEmpty() ? result : result.isEmpty() ? all : all + ", " + result;
    return joined.isEmpty() ? "" : "<" + joined + "> ";
  }

  private static String function(int n, String result) {
    return "RayFunc" + n + "<" + list(n, i -> "T" + i + ", ", "") + result + ">";
  }

  /** A function whose first argument is the actor. */
  private static String method(int n, String result) {
    return "RayFunc" + (n + 1) + "<A, " + list(n, i -> "T" + i + ", ", "") + result + ">";
  }

  /** A void function of n arguments, the first of type {@code receiver} if that is not empty. */
  private static String voidFunction(String receiver, int n) {
    int values = receiver.isEmpty() ? n : n - 1;
    String all = list(values, i -> "T" + i, ", ");
    String joined =
        receiver.isEmpty() ? all : all.isEmpty() ? receiver : receiver + ", " + all;
    return "RayFuncVoid" + n + (joined.isEmpty() ? "" : "<" + joined + ">");
  }

  private static String functionImports(int from, int to, boolean withVoid) {
    StringBuilder imports = new StringBuilder();
    for (int n = from; n <= to; n++) {
      imports.append("import org.akkaray.function.RayFunc").append(n).append(";\n");
    }
    for (int n = from; withVoid && n <= to; n++) {
      imports.append("import org.akkaray.function.RayFuncVoid").append(n).append(";\n");
    }
    return imports.toString();
  }

  private static String count(int n) {
    return switch (n) {
      case 0 -> "no argument";
      case 1 -> "one argument";
      default -> n + " arguments";
    };
  }

  private static String list(int n, IntFunction<String> item, String separator) {
    return IntStream.range(0, n).mapToObj(item).collect(Collectors.joining(separator));
  }

  private void write(String name, String text) {
    Path file = output.resolve(name);
    try {
      if (Files.exists(file) && Files.readString(file).equals(text)) {
        return;
      }
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
