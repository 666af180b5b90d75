package org.akkaray.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.job.Drivers;
import org.akkaray.runtime.job.JobServer;
import org.akkaray.runtime.node.LaunchedNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ray submit} and {@code ray job} print, and with which code they end. */
class SubmitCommandTest {
  @TempDir private Path folder;

  private record Outcome(int exitCode, String out, String err) {}

  private static Outcome ray(JobServer server, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(arguments[0].equals("submit") ? 1 : 2, List.of("--address", server.address()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      int code =
          RayCommand.execute(
              new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
      return new Outcome(code, out + printed.toString(StandardCharsets.UTF_8), err.toString());
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void submitPrintsWhatTheDriverPrintsAndEndsWithItsExitCode() {
    Path jar =
        Drivers.jar(
            folder,
            "app.jar",
            "System.out.println(Arrays.toString(args)); System.exit(args.length);");
    try (JobServer server = Drivers.server(folder.resolve("server"))) {
      assertThat(ray(server, "submit", jar.toString(), "a", "--fast", "-x"))
          .isEqualTo(new Outcome(3, "[a, --fast, -x]\n", ""));
      assertThat(ray(server, "submit", jar.toString(), "--", "--class", "é"))
          .isEqualTo(new Outcome(2, "[--class, é]\n", ""));
      assertThat(ray(server, "submit", jar.toString()).exitCode()).isZero();
    }
  }

  @Test
  void aJobIsSubmittedListedReadAndStopped() {
    Path jar =
        Drivers.jar(folder, "app.jar", "System.out.println(\"up\"); Thread.sleep(1_000_000);");
    try (JobServer server = Drivers.server(folder.resolve("server"))) {
      Outcome submitted = ray(server, "submit", jar.toString(), "--no-wait");
      String id = submitted.out.strip();
      assertThat(id).matches("raysubmit_\\w{16}");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() ->
              assertThat(ray(server, "job", "logs", id)).isEqualTo(new Outcome(0, "up\n", "")));

      assertThat(ray(server, "job", "list").out).contains(id, "RUNNING", "app.jar app.Driver");
      assertThat(ray(server, "job", "stop", id).out).isEqualTo("Stopped " + id + ".\n");
      assertThat(ray(server, "job", "stop", id).out).isEqualTo(id + " had ended before.\n");
      assertThat(ray(server, "job", "list").out).contains(id, "STOPPED", "143");
    }
  }

  @Test
  void whatIsWrongIsSaidInOneSentence() {
    try (JobServer server = Drivers.server(folder.resolve("server"))) {
      assertThat(ray(server, "submit", "/no/such.jar"))
          .isEqualTo(new Outcome(1, "", "ray submit: There is no file /no/such.jar.\n"));
      assertThat(ray(server, "job", "logs", "x"))
          .isEqualTo(new Outcome(1, "", "ray job logs: There is no job x.\n"));
      assertThat(ray(server, "submit").err).contains("Missing required parameter", "JAR");
      server.close();
      assertThat(ray(server, "job", "list").err)
          .contains("ray job list: There is no job server at " + server.address());
    }
  }

  @Test
  void theServerIsThatOfTheClusterOnThisMachineUnlessAnotherIsNamed() {
    JobServerAddress none = new JobServerAddress();
    List<LaunchedNode.Ready> heads =
        List.of(
            new LaunchedNode.Ready("127.0.0.1:6379", UniqueId.NIL, "127.0.0.1:8265"),
            new LaunchedNode.Ready("127.0.0.1:7000", UniqueId.NIL, "127.0.0.1:41000"));

    assertThat(none.resolve(Map.of(), List.of())).isEqualTo("127.0.0.1:8265");
    assertThat(none.resolve(Map.of(), heads.subList(1, 2))).isEqualTo("127.0.0.1:41000");
    for (String given : List.of("127.0.0.1:7000", "http://127.0.0.1:41000")) {
      assertThat(none.resolve(Map.of("RAY_API_SERVER_ADDRESS", given), heads))
          .isEqualTo("127.0.0.1:41000");
    }
  }
}
