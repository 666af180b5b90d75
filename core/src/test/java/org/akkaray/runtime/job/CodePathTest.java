package org.akkaray.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.akkaray.RayConfig;
import org.akkaray.exception.RuntimeEnvException;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.akkaray.runtimeenv.types.RuntimeEnvName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodePathTest {
  private static final RayConfig PLAIN = RayConfig.builder().build();

  @TempDir private Path folder;

  private Path jar(String name, String manifestPath, String... entries) throws IOException {
    Path jar = folder.resolve(name);
    Files.createDirectories(jar.getParent());
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, manifestPath);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest)) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.closeEntry();
      }
    }
    return jar;
  }

  private static String classPath(Path... elements) {
    return String.join(
        File.pathSeparator, Stream.of(elements).map(Path::toString).toArray(String[]::new));
  }

  @Test
  void theClassPathCountsWithoutWhatEveryNodeHas() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path app = jar("app.jar", "", "app/Main.class");
    Path akka = jar("akka-actor_2.13-2.8.5.jar", "", "akka/actor/ActorRef.class");
    Path core = jar("akka-ray-core-0.1.0-SNAPSHOT.jar", "", "org/akkaray/Ray.class");
    Path examples = jar("akka-ray-rl-examples-0.1.0.jar", "", "org/akkaray/rl/Es.class");
    Path unpackedCore = folder.resolve("core");
    Files.createDirectories(unpackedCore.resolve("org/akkaray"));
    Files.createFile(unpackedCore.resolve("org/akkaray/Ray.class"));

    assertThat(CodePath.of(PLAIN, classPath(classes, core, app, akka, unpackedCore, examples)))
        .containsExactly(classes, app, examples);
  }

  @Test
  void aJarThatIsOnlyCalledLikeALibraryIsTheJobs() throws IOException {
    Path config = jar("config-1.0.jar", "", "com/acme/Config.class");
    Path alpakka = jar("akka-stream-kafka_2.13-4.0.0.jar", "", "akka/kafka/Consumer.class");

    assertThat(CodePath.of(PLAIN, classPath(config))).containsExactly(config);
    assertThat(CodePath.of(PLAIN, classPath(alpakka))).containsExactly(alpakka);
  }

  @Test
  void everythingThatThisModuleIsBuiltOnIsOnTheNodes() {
    List<String> libraries =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(element -> Path.of(element).getFileName().toString())
            .filter(name ->
                name.matches(
                    "(akka|scala|config|agrona|fory|prometheus|protobuf|slf4j|logback|picocli).*"))
            .filter(name -> !name.contains("testkit"))
            .toList();

    assertThat(libraries).hasSizeGreaterThan(15);
    assertThat(CodePath.of(PLAIN).stream().map(path -> path.getFileName().toString()).toList())
        .doesNotContainAnyElementsOf(libraries)
        .contains("test-classes");
  }

  @Test
  void whatAJarsManifestNamesIsOnTheClassPathToo() throws IOException {
    Path library = jar("lib/library with space.jar", "../app.jar", "lib/Helper.class");
    Path app =
        jar("app.jar", "lib/library%20with%20space.jar lib/absent.jar http://host/x.jar", "a.txt");

    assertThat(CodePath.of(PLAIN, classPath(app))).containsExactly(app, library);
  }

  @Test
  void whatTheJvmSkipsOnAClassPathIsSkipped() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no jar");
    Path app = jar("app.jar", "", "app/Main.class");

    assertThat(CodePath.of(PLAIN, classPath(text, folder.resolve("absent.jar"), app, app)))
        .containsExactly(app);
    assertThat(CodePath.of(PLAIN, "")).isEmpty();
  }

  @Test
  void aCodeSearchPathStandsInPlaceOfTheClassPath() throws IOException {
    Path app = jar("app.jar", "", "app/Main.class");
    Path one = jar("libs/one.jar", "", "one/One.class");
    Path two = jar("libs/two.jar", "", "two/Two.class");
    Path mixed = jar("mixed/three.jar", "", "three/Three.class").getParent();
    Files.createFile(mixed.resolve("settings.conf"));
    RayConfig config =
        RayConfig.builder()
            .setCodeSearchPath(List.of(one.getParent().toString(), mixed.toString()))
            .build();

    assertThat(CodePath.of(config, classPath(app)))
        .containsExactly(one, two, mixed, mixed.resolve("three.jar"));
  }

  @Test
  void theJarsOfTheRuntimeEnvironmentComeFirst() throws IOException {
    Path app = jar("app.jar", "", "app/Main.class");
    Path extra = jar("Größe π.jar", "", "x/X.class");

    assertThat(CodePath.of(withJars(extra.toString()), classPath(app))).containsExactly(extra, app);
    assertThat(CodePath.of(withJars(extra.toUri().toString()), classPath(app)))
        .containsExactly(extra, app);
  }

  private static RayConfig withJars(String... jars) {
    RuntimeEnv env = new RuntimeEnv.Builder().build();
    env.set(RuntimeEnvName.JARS, List.of(jars));
    return RayConfig.builder().setRuntimeEnv(env).build();
  }

  @Test
  void aJarThatWasAskedForByNameAndIsNoneIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.jar"), "no jar");

    assertThatThrownBy(() -> CodePath.of(withJars(text.toString()), ""))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll(text.toString(), "not a jar");
    assertThatThrownBy(() -> CodePath.of(withJars("/no/such.jar"), ""))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll("/no/such.jar", "no file");
    assertThatThrownBy(() -> CodePath.of(withJars("https://host/a.jar"), ""))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll("https://host/a.jar", "only files");
    RayConfig absent =
        RayConfig.builder().setCodeSearchPath(List.of(folder.resolve("absent").toString())).build();
    assertThatThrownBy(() -> CodePath.of(absent, ""))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll("absent", "no file");
  }
}
