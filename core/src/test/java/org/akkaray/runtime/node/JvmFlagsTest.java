package org.akkaray.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.akkaray.Ray;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {
  @Test
  void theFlagsOfTheBuildAndOfTheLauncherAreThoseOfTheCode() throws Exception {
    Matcher inPom =
        Pattern.compile("<jvm.flags>(.*?)</jvm.flags>")
            .matcher(Files.readString(Path.of("..", "pom.xml")));
    assertThat(inPom.find()).isTrue();
    assertThat(inPom.group(1).split(" ")).containsExactlyElementsOf(JvmFlags.all());

    Process launcher = new ProcessBuilder("../bin/ray", "jvm-flags").start();
    String printed = new String(launcher.getInputStream().readAllBytes()).trim();
    assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed.split(" ")).containsExactlyElementsOf(JvmFlags.all());
  }

  @Test
  void aJvmWithoutTheFlagsIsToldTheExactFlagsInOneSentence() throws Exception {
    Process bare =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BareProgram.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> lines = new String(bare.getInputStream().readAllBytes()).lines().toList();
    assertThat(bare.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(lines)
        .last()
        .asString()
        .startsWith("IllegalStateException: This JVM was started without")
        .contains(String.join(" ", JvmFlags.all()));
  }

  /** Starts a node in a JVM of its own, and prints how that went. */
  static final class BareProgram {
    public static void main(String[] args) {
      try {
        Ray.init();
        System.out.println("initialized");
      } catch (RuntimeException e) {
        System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
      System.exit(0);
    }
  }
}
