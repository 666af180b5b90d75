package org.akkaray.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bin/ray says of the machine it finds itself on. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "bin", "ray").toAbsolutePath().normalize();

  @TempDir private Path folder;

  private record Outcome(int exitCode, String printed) {}

  @Test
  void aTooOldJdkGetsOneSentenceThatSaysWhichIsNeededAndHowToGetIt() throws Exception {
    Outcome outcome = run(LAUNCHER, jdk("17.0.15"), "version");
    assertThat(outcome.exitCode).isEqualTo(1);
    assertThat(outcome.printed.strip().lines())
        .singleElement()
        .asString()
        .startsWith("ray: akka-ray needs JDK 25, but found only: 17;")
        .contains("install one", "JAVA_HOME");
  }

  @Test
  void noJdkAtAllGetsTheSameSentence() throws Exception {
    Outcome outcome = run(LAUNCHER, folder.resolve("nothing"), "version");
    assertThat(outcome.exitCode).isEqualTo(1);
    assertThat(outcome.printed.strip().lines())
        .singleElement()
        .asString()
        .contains("needs JDK 25, but found only: none");
  }

  @Test
  void aFittingJdkIsFoundAlsoThroughALinkToTheLauncher() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("ray"), LAUNCHER);
    Path fitting = jdk("25.0.3");
    Outcome outcome = run(link, fitting, "java-home");
    assertThat(outcome.exitCode).as(outcome.printed).isZero();
    assertThat(outcome.printed.strip()).isEqualTo(fitting.toString());
  }

  /** A folder that looks like a JDK of a version. */
  private Path jdk(String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve("jdk-" + version));
    Path bin = Files.createDirectories(home.resolve("bin"));
    for (String program : new String[] {"java", "javac"}) {
      assertThat(
              Files.writeString(bin.resolve(program), "#!/bin/sh\n").toFile().setExecutable(true))
          .isTrue();
    }
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private Outcome run(Path launcher, Path jdks, String command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", launcher.toString(), command);
    Map<String, String> environment = new HashMap<>(builder.environment());
    builder.environment().clear();
    builder.environment().put("PATH", withoutJava(environment.get("PATH")));
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("RAY_JDK_FOLDERS", jdks.toString());
    Process process = builder.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), printed);
  }

  /** A folder with the few programs that the launcher calls, and no java. */
  private String withoutJava(String path) throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool :
        new String[] {"bash", "dirname", "readlink", "sed", "sort", "paste", "find", "cat"}) {
      for (String entry : path.split(":")) {
        Path found = Path.of(entry, tool);
        if (Files.isExecutable(found)) {
          if (Files.notExists(tools.resolve(tool))) {
            Files.createSymbolicLink(tools.resolve(tool), found.toRealPath());
          }
          break;
        }
      }
    }
    return tools.toString();
  }
}
