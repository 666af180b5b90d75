package org.akkaray.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.akkaray.Ray;
import org.akkaray.exception.FunctionNotFoundException;
import org.akkaray.exception.RuntimeEnvException;
import org.akkaray.function.RayFunc;
import org.akkaray.function.RayFunc0;
import org.akkaray.id.JobId;
import org.akkaray.runtime.function.FunctionCodec;
import org.akkaray.runtime.function.FunctionImage;
import org.akkaray.runtime.function.Sources;
import org.akkaray.runtime.node.JvmFlags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class JobLoadersTest {
  private static final JobId ONE = JobId.fromInt(1);
  private static final JobId TWO = JobId.fromInt(2);

  @TempDir private Path folder;

  private final CodeTable table = new InMemoryCodeTable();
  private final Map<JobId, CodePackage> packages = new ConcurrentHashMap<>();
  private CodeCache cache;
  private JobLoaders loaders;

  @BeforeEach
  void open() {
    cache = new CodeCache(folder.resolve("node"));
    loaders = loaders(getClass().getClassLoader());
  }

  @AfterEach
  void close() {
    loaders.close();
  }

  private JobLoaders loaders(ClassLoader parent) {
    return new JobLoaders(
        job -> CompletableFuture.completedStage(Optional.ofNullable(packages.get(job))),
        table,
        cache,
        "n1",
        parent);
  }

  private void publish(JobId job, Path... code) {
    CodePublisher publisher =
        new CodePublisher(table, new CodeCache(folder.resolve("driver-" + job)));
    packages.put(job, publisher.publish(List.of(code)));
  }

  private ClassLoader loader(JobId job) {
    try {
      return loaders.get(job).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  private Path compile(String name, String... sources) {
    return Sources.compile(folder.resolve(name), sources);
  }

  private static String version(int version) {
    return """
    package app;
    public class Version {
      private static int calls;
      public static String get() { return "v%s, call " + ++calls; }
    }
    """
        .formatted(version);
  }

  private static Object call(ClassLoader loader, String type, String method) throws Exception {
    return loader.loadClass(type).getMethod(method).invoke(null);
  }

  @Test
  void twoJobsHaveTwoVersionsOfOneClassSideBySide() throws Exception {
    publish(ONE, compile("one", version(1)));
    publish(TWO, compile("two", version(2)));

    assertThat(call(loader(ONE), "app.Version", "get")).isEqualTo("v1, call 1");
    assertThat(call(loader(TWO), "app.Version", "get")).isEqualTo("v2, call 1");
    assertThat(call(loader(ONE), "app.Version", "get")).isEqualTo("v1, call 2");
  }

  @Test
  void twoJobsOfOneJarShareNothingButTheFile() throws Exception {
    Path code = compile("one", version(1));
    publish(ONE, code);
    publish(TWO, code);

    assertThat(call(loader(ONE), "app.Version", "get")).isEqualTo("v1, call 1");
    assertThat(call(loader(TWO), "app.Version", "get")).isEqualTo("v1, call 1");
    assertThat(cache.files()).hasSize(1);
  }

  @Test
  void theJobsVersionOfALibraryWinsOverTheNodes() throws Exception {
    Path nodes = compile("node", version(0), "package app; public class OnlyHere {}");
    try (var node = Sources.loader(nodes);
        JobLoaders below = loaders(node)) {
      publish(ONE, compile("one", version(1)));
      ClassLoader loader = below.get(ONE).toCompletableFuture().join();

      assertThat(call(loader, "app.Version", "get")).isEqualTo("v1, call 1");
      assertThat(loader.loadClass("app.OnlyHere").getClassLoader()).isSameAs(node);
    }
  }

  @Test
  void whatTheJobAndTheNodeMustMeanTheSameByIsTheNodes() throws Exception {
    // As a jar that has everything in it would bring them.
    Path fat = folder.resolve("fat");
    for (Class<?> type : List.of(Ray.class, RayFunc.class, LoggerFactory.class)) {
      String name = type.getName().replace('.', '/') + ".class";
      Files.createDirectories(fat.resolve(name).getParent());
      Files.write(fat.resolve(name), bytes(type.getClassLoader().getResource(name)));
    }
    publish(ONE, fat, compile("one", version(1)));

    ClassLoader loader = loader(ONE);
    assertThat(loader.loadClass("org.akkaray.Ray")).isSameAs(Ray.class);
    assertThat(loader.loadClass("org.akkaray.function.RayFunc")).isSameAs(RayFunc.class);
    assertThat(loader.loadClass("org.slf4j.LoggerFactory")).isSameAs(LoggerFactory.class);
    assertThat(loader.loadClass("java.util.List")).isSameAs(List.class);
    assertThat(loader.loadClass("javax.tools.Tool")).isSameAs(javax.tools.Tool.class);
  }

  private static byte[] bytes(URL url) throws IOException {
    try (var in = url.openStream()) {
      return in.readAllBytes();
    }
  }

  @Test
  void allPackagesOfTheApiAreTheNodesAndThoseOfTheExamplesAreNot() {
    assertThat(
            Stream.of(
                "org.akkaray.Ray",
                "org.akkaray.call.TaskCaller",
                "org.akkaray.runtime.task.Invocation",
                "org.akkaray.runtimeenv.types.RuntimeEnvName"))
        .allMatch(JobClassLoader::isShared);
    assertThat(
            Stream.of(
                "org.akkaray.rl.es.EsWorkload",
                "org.akkaray.benchmarks.Bars",
                "org.akkarays.Mine",
                "org.akkarayz",
                "com.acme.Main",
                "scala.Option"))
        .noneMatch(JobClassLoader::isShared);
    // A package that is added to this module must be in the list.
    for (Package known : getClass().getClassLoader().getDefinedPackages()) {
      if (known.getName().startsWith("org.akkaray.")
          && !known.getName().matches("org\\.akkaray\\.(behaviour|docs|ported|architecture).*")) {
        assertThat(JobClassLoader.isShared(known.getName() + ".X")).as(known.getName()).isTrue();
      }
    }
  }

  @Test
  void resourcesAreTheJobsFirst() throws Exception {
    Path code = compile("one", version(1));
    Files.writeString(code.resolve("logback-größe.txt"), "mine");
    Files.createDirectories(code.resolve("META-INF/services"));
    Files.writeString(code.resolve("META-INF/services/org.akkaray.cli.Workload"), "mine");
    publish(ONE, code);

    ClassLoader loader = loader(ONE);
    assertThat(bytes(loader.getResource("logback-größe.txt")))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("mine");
    List<URL> services =
        Collections.list(loader.getResources("META-INF/services/org.akkaray.cli.Workload"));
    assertThat(services).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    assertThat(bytes(services.getFirst())).asString(StandardCharsets.UTF_8).isEqualTo("mine");
    assertThat(loader.getResource("no/such")).isNull();
    assertThat(loader.getResource("reference.conf")).isNotNull();
  }

  @Test
  void aClassThatIsNowhereIsNamedWithWhereItWasLookedFor() {
    publish(ONE, compile("one", version(1)), Sources.jar(folder.resolve("größe.jar"), folder));

    assertThatThrownBy(() -> loader(ONE).loadClass("app.Absent"))
        .isInstanceOf(ClassNotFoundException.class)
        .hasMessage(
            "app.Absent is neither in the code of job "
                + ONE
                + " (classes, größe.jar) nor on the class path of node n1");
  }

  @Test
  void aFunctionWhoseClassIsNowhereSaysSo() throws Exception {
    Path code = compile("one", CollectedJobProbe.PROGRAM, CollectedJobProbe.POINT);
    publish(ONE, compile("other", version(1)));
    try (var driver = Sources.loader(code)) {
      RayFunc function = (RayFunc) call(driver, "app.Program", "lambda");
      FunctionImage image = CollectedJobProbe.functions(driver).image(function);

      assertThatThrownBy(() -> CollectedJobProbe.functions(loader(ONE)).revive(image, loader(ONE)))
          .isInstanceOf(FunctionNotFoundException.class)
          .hasMessageContainingAll(
              "Program.lambda in lambda", "app.Program is neither in the code");
    }
  }

  @Test
  void aLambdaThatCapturesAnObjectOfTheJobsRunsWithTheJobsLoader() throws Exception {
    publish(ONE, compile("one", CollectedJobProbe.PROGRAM, CollectedJobProbe.POINT));
    ClassLoader loader = loader(ONE);
    FunctionCodec functions = CollectedJobProbe.functions(loader);

    RayFunc function = (RayFunc) call(loader, "app.Program", "lambda");
    RayFunc revived = functions.revive(functions.image(function), loader);
    assertThat(((RayFunc0<?>) functions.thaw(revived)).apply())
        .isEqualTo("Point[x=1, more=[a]] inner 2 app.Program");
  }

  @Test
  void aJobThatIsNotPublishedYetCanBeTriedAgain() throws Exception {
    assertThatThrownBy(() -> loader(ONE))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll(ONE.toString(), "n1", "not published");
    assertThat(loaders.getNow(ONE)).isEmpty();

    publish(ONE, compile("one", version(1)));
    assertThat(call(loader(ONE), "app.Version", "get")).isEqualTo("v1, call 1");
    assertThat(loaders.getNow(ONE)).contains(loader(ONE));
  }

  @Test
  void allWhoWaitShareOneLoader() {
    publish(ONE, compile("one", version(1)));
    List<CompletableFuture<ClassLoader>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(loaders.get(ONE).toCompletableFuture());
    }

    assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(1);
  }

  @Test
  void aTableOfJobsThatFailsIsNamed() {
    try (JobLoaders failing =
        new JobLoaders(
            job -> {
              throw new IllegalStateException("the job table is away");
            },
            table,
            cache,
            "n1",
            getClass().getClassLoader())) {
      assertThatThrownBy(() -> failing.get(ONE).toCompletableFuture().join())
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("the job table is away");
    }
  }

  @Test
  void aDriversOwnJobNeedsNothingFetched() {
    loaders.putLocal(ONE, getClass().getClassLoader());

    assertThat(loader(ONE)).isSameAs(getClass().getClassLoader());
  }

  @Test
  void aJobThatIsOverIsNotLoadedAgain() {
    publish(ONE, compile("one", version(1)));
    loader(ONE);
    loaders.end(ONE);

    assertThatThrownBy(() -> loader(ONE))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll(ONE.toString(), "is over");
  }

  @Test
  void theFilesOfAJobThatIsOverAreClosedAlsoThoseReadByTheirUrl() throws Exception {
    Path code = compile("one", version(1));
    Files.writeString(code.resolve("data.txt"), "text");
    publish(ONE, code);
    ClassLoader loader = loader(ONE);
    assertThat(openJars()).isNotEmpty();
    var stream = loader.getResource("data.txt").openStream();
    stream.read();
    stream.close();

    loaders.end(ONE);
    assertThat(openJars()).isEmpty();
  }

  /** What this process has open in the node's folder (on systems that tell). */
  private List<String> openJars() throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      for (Path file : files.toList()) {
        try {
          open.add(Files.readSymbolicLink(file).toString());
        } catch (IOException e) {
          // Closed meanwhile.
        }
      }
    }
    open.removeIf(name -> !name.startsWith(folder.resolve("node").toString()));
    return open;
  }

  @Test
  void theClassesOfAJobThatIsOverAreCollected() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.all());
    // Fory keeps the loader of the classes that it generated softly: until memory is short.
    command.addAll(List.of("-XX:SoftRefLRUPolicyMSPerMB=0", "-Xmx128m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(CollectedJobProbe.class.getName(), folder.toString()));
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("probe.log").toFile())
            .start();

    try {
      assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).as(Files.readString(folder.resolve("probe.log"))).isZero();
    } finally {
      child.destroyForcibly();
    }
  }
}
