package org.akkaray.objectstore.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operating system refuses: memory of a full tmpfs, and files when too many are open. */
class ArenaFaultsTest {
  @TempDir Path folder;

  @Test
  void aTmpfsThatIsReallyFullIsSaidAtTheStartAndLeavesNothingBehind() throws Exception {
    assumeThat(run(List.of("unshare", "-m", "true")).exit())
        .as("private mount namespaces are permitted here (they need root)")
        .isZero();
    Result result =
        run(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size=16m tmpfs \"$0\" && exec \"$@\"",
                folder.toString()),
            FaultyProcess.command("full", folder));
    assertThat(result.lines())
        .containsExactly(
            "reserve: has no room for 33554432 bytes (error 28)",
            "open: does not fit",
            "left: door",
            "smaller: 42",
            "second: does not fit",
            "first: 42");
    assertThat(result.exit()).isZero();
  }

  @Test
  void withoutFileDescriptorsItIsSaidThatTooManyFilesAreOpenAndLaterAllWorks() throws Exception {
    Result result =
        run(
            List.of("sh", "-c", "ulimit -n 300 && exec \"$@\"", "sh"),
            FaultyProcess.command("descriptors", folder));
    assertThat(result.lines())
        .containsExactly(
            "open: too many open files",
            "open with a few: refused",
            "a store goes on without: 42",
            "later: 42",
            "left: door");
    assertThat(result.exit()).isZero();
  }

  private record Result(int exit, List<String> lines) {}

  @SafeVarargs
  private static Result run(List<String>... parts) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    for (List<String> part : parts) {
      command.addAll(part);
    }
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      return new Result(-1, List.of());
    }
    try {
      List<String> lines =
          process
              .inputReader()
              .lines()
              .filter(line -> line.startsWith("> "))
              .map(line -> line.substring(2))
              .toList();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Result(process.exitValue(), lines);
    } finally {
      process.destroyForcibly();
    }
  }

  /** How a JVM like this one is started. */
  static List<String> jvm() {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(command::add);
    command.addAll(
        List.of("-Xmx64m", "-XX:-MaxFDLimit", "-cp", System.getProperty("java.class.path")));
    return command;
  }
}
