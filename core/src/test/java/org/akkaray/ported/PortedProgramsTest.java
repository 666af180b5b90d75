package org.akkaray.ported;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs written for Ray's Java API print the same here after {@code io.ray.api} is replaced by
 * {@code org.akkaray}: they are compiled so and run, each in a JVM of its own. What they print on
 * Ray 2.60.0 with two CPUs is beside them.
 */
class PortedProgramsTest {
  private static final long PATIENCE_SECONDS = 120;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"Basics", "Actors", "Failures", "Groups"})
  void aProgramForRayPrintsTheSameHere(String name) throws Exception {
    compile(name);

    Path output = folder.resolve("out");
    Path errors = folder.resolve("err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(command::add);
    command.add("-Dray.node.num-cpus=2");
    command.add("-cp");
    command.add(folder + File.pathSeparator + System.getProperty("java.class.path"));
    command.add(name);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("%s ends", name).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(Files.readString(output))
        .as("standard error: %s", Files.readString(errors))
        .isEqualTo(resource(name + ".expected"));
    assertThat(process.exitValue()).isZero();
  }

  private void compile(String name) throws IOException {
    Path source = folder.resolve(name + ".java");
    Files.writeString(source, resource(name + ".java").replace("io.ray.api", "org.akkaray"));
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(errors).as("%s compiles", name).isZero();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PortedProgramsTest.class.getResourceAsStream("/ported/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
