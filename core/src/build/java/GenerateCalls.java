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
 * <p>Run by the build from its source: {@code java GenerateCalls.java OUTPUT_FOLDER}. A file whose
 * text would not change is left alone, so that the compiler sees nothing new.
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
      write("function/RayFunc" + n, new Mix(n, 0).fill(Templates.FUNCTION));
      write("function/RayFuncVoid" + n, new Mix(n, 0).fill(Templates.VOID_FUNCTION));
    }
    write("RayCall", Templates.RAY_CALL.replace("$methods", forAllMixes(Templates.RAY_METHODS)));
    write(
        "ActorCall",
        Templates.ACTOR_CALL.replace("$methods", forAllMixes(Templates.ACTOR_METHODS)));
    write(
        "parallelactor/ParallelCall",
        Templates.PARALLEL_CALL.replace("$methods", forAllMixes(Templates.PARALLEL_METHODS)));
    write(
        "parallelactor/ParallelActorCall",
        Templates.PARALLEL_ACTOR_CALL.replace(
            "$methods", forAllMixes(Templates.PARALLEL_ACTOR_METHODS)));
    write(
        "concurrencygroup/BaseConcurrencyGroupBuilder",
        Templates.GROUP_BUILDER.replace(
            "$methods", list(MAX_ARITY, n -> new Mix(n, 0).fill(Templates.ADD_METHOD), "")));
    write("runtime/function/FunctionInvoker", invoker());
  }

  private static String invoker() {
    return Templates.INVOKER
        .replace("$voidKinds", kinds("RayFuncVoid", "VOID + "))
        .replace("$kinds", kinds("RayFunc", ""))
        .replace("$void", "" + (MAX_ARITY + 1))
        .replace("$max", "" + MAX_ARITY)
        .replace("$invokes", invokes(0, i -> "a[" + i + "]"))
        .replace("$methodInvokes", invokes(1, i -> i == 0 ? "receiver" : "a[" + (i - 1) + "]"));
  }

  private static String kinds(String function, String offset) {
    IntFunction<String> kind =
        n -> Templates.KIND.replace("$function", function + n).replace("$kind", offset + n);
    return list(MAX_ARITY + 1, kind, "");
  }

  private static String invokes(int first, IntFunction<String> argument) {
    return IntStream.rangeClosed(first, MAX_ARITY)
        .mapToObj(
            n -> Templates.INVOKE.replace("$n", "" + n).replace("$passed", list(n, argument, ", ")))
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
