package org.akkaray.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.akkaray.runtime.function.Sources;
import org.akkaray.runtime.job.JobClient.JobClientException;
import org.akkaray.runtime.node.JvmFlags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path folder;

  private JobServer server;
  private JobClient client;

  @BeforeEach
  void start() {
    server = Drivers.server(folder.resolve("server"));
    client = new JobClient(server.address());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private String submit(Path jar, String... arguments) {
    return client.submit(jar, "", "", List.of(arguments));
  }

  private String log(String id, boolean follow) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    client.copyLog(id, follow, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void awaitUntil(org.awaitility.core.ThrowingRunnable assertion) {
    await().atMost(PATIENCE).untilAsserted(assertion);
  }

  @Test
  void aDriverRunsWithRayAndItsOutputAndExitCodeComeBack() {
    Path jar =
        Drivers.jar(
            folder,
            "größe app.jar",
            """
            Ray.init();
            int base = Integer.parseInt(args[0]);
            System.out.println("sum " + Ray.task((Integer n) -> n + base, 2).remote().get());
            System.out.println("in " + Ray.getRuntimeContext().getNamespace() + " " + args[1]);
            System.out.println("stdin " + System.in.read());
            System.out.println(RayConfig.load().getCodeSearchPath());
            Ray.shutdown();
            """);
    String id = client.submit(jar, "", "lab", List.of("40", "--ünï -x"));

    String log = log(id, true);
    assertThat(log).contains("sum 42\n", "in lab --ünï -x\n", "stdin -1\n", "größe app.jar]");
    JobInfo info = client.info(id);
    assertThat(info.status()).as(log).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(info.exitCode()).isZero();
    assertThat(info.entrypoint()).isEqualTo("größe app.jar app.Driver 40 --ünï -x");
    assertThat(info.endMillis()).isGreaterThan(info.startMillis());
    assertThat(client.list()).containsExactly(info);
  }

  @Test
  void aDriverThatFailsIsReportedWithItsExitCode() {
    Path jar =
        Drivers.jar(
            folder,
            "app.jar",
            """
            new Thread(() -> { try { Thread.sleep(1_000_000); } catch (Exception e) {} }).start();
            if (args.length > 0) System.exit(Integer.parseInt(args[0]));
            throw new IllegalStateException("no such table");
            """);
    String exits = submit(jar, "7");
    String throwing = submit(jar);

    log(exits, true);
    assertThat(client.info(exits).exitCode()).isEqualTo(7);
    assertThat(client.info(exits).status()).isEqualTo(JobStatus.FAILED);
    assertThat(log(throwing, true))
        .contains("IllegalStateException: no such table", "at app.Driver.main");
    assertThat(client.info(throwing).exitCode()).isEqualTo(1);
  }

  private static final String SLEEPS =
      """
      System.out.println("pid " + ProcessHandle.current().pid() + ".");
      Thread.sleep(1_000_000);
      """;

  private long pidOf(String id) {
    awaitUntil(() -> assertThat(log(id, false)).containsPattern("pid \\d+\\."));
    return Long.parseLong(log(id, false).replaceAll("(?s).*pid (\\d+)\\..*", "$1"));
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void aJobThatIsStoppedEndsAndSoDoesItsLog() {
    String id = submit(Drivers.jar(folder, "app.jar", SLEEPS));
    long pid = pidOf(id);
    assertThat(client.info(id).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(client.info(id).exitCode()).isNull();

    assertThat(client.stop(id)).isTrue();
    assertThat(isAlive(pid)).isFalse();
    assertThat(client.info(id).status()).isEqualTo(JobStatus.STOPPED);
    assertThat(log(id, true)).contains("pid " + pid);
    assertThat(client.stop(id)).isFalse();
  }

  @Test
  void driversEndWithTheirServer() {
    long pid = pidOf(submit(Drivers.jar(folder, "app.jar", SLEEPS)));

    server.close();
    assertThat(isAlive(pid)).isFalse();
  }

  @Test
  void aDriverEndsAlsoWhenItsServerIsKilled() throws Exception {
    Path jar = Drivers.jar(folder, "app.jar", SLEEPS);
    String path = System.getProperty("java.class.path") + java.io.File.pathSeparator + jar;
    Process driver =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                path,
                DriverMain.class.getName(),
                "app.Driver")
            .redirectErrorStream(true)
            .start();
    try (var out = driver.inputReader()) {
      assertThat(out.readLine()).startsWith("pid ");
      driver.getOutputStream().close(); // what a process's end does to its end of a pipe
      assertThat(driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(driver.exitValue()).isEqualTo(143);
    } finally {
      driver.destroyForcibly();
    }
  }

  @Test
  void severalJobsOfOneJarRunSideBySideAndTheJarIsSentOnce() throws Exception {
    Path jar = Drivers.jar(folder, "app.jar", "System.out.println(\"it is \" + args[0]);");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(submit(jar, "" + i));
    }

    for (int i = 0; i < 3; i++) {
      assertThat(log(ids.get(i), true)).isEqualTo("it is " + i + "\n");
    }
    assertThat(client.list()).extracting(JobInfo::id).containsExactlyElementsOf(ids);
    assertThat(new CodeCache(folder.resolve("server/jars")).files()).hasSize(1);
  }

  @Test
  void aMainMethodMayBeAnInstancesOrInherited() {
    Path classes =
        Sources.compile(
            folder,
            "package app; public class Base { void main() { System.out.println(\"inherited\"); } }",
            "package app; public class Heir extends Base { }");

    String id = submit(Drivers.jar(folder.resolve("app.jar"), classes, "app.Heir"));
    assertThat(log(id, true)).isEqualTo("inherited\n");
    assertThat(client.info(id).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void whatCannotBeRunIsSaidBeforeAnythingRuns() throws Exception {
    Path classes =
        Sources.compile(
            folder, "package app; public class Idle { public static void main(int n) {} }");
    Path idle = Drivers.jar(folder.resolve("idle.jar"), classes, "app.Idle");
    Path silent = Drivers.jar(folder.resolve("silent.jar"), classes, "");
    Path text = Files.writeString(folder.resolve("notes.jar"), "no jar");

    assertRefused(folder.resolve("absent.jar"), "", "There is no file ", "absent.jar");
    assertRefused(folder, "", "There is no file ");
    assertRefused(text, "", "notes.jar is not a jar");
    assertRefused(silent, "", "silent.jar does not say which class to run", "--class");
    assertRefused(silent, "app.Absent", "There is no class app.Absent in silent.jar");
    assertRefused(idle, "", "Class app.Idle in idle.jar has no method main(String[])");
    assertThat(client.list()).isEmpty();
  }

  private void assertRefused(Path jar, String mainClass, String... words) {
    assertThatThrownBy(() -> client.submit(jar, mainClass, "", List.of()))
        .isInstanceOf(JobClientException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void aJobThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> client.info("raysubmit_x"))
        .isInstanceOf(JobClientException.class)
        .hasMessage("There is no job raysubmit_x.");
    assertThatThrownBy(() -> log("raysubmit_x", true)).hasMessage("There is no job raysubmit_x.");
    assertThatThrownBy(() -> client.stop("../jobs"))
        .hasMessage("This is no submission id: ../jobs.");
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    server.close();
    assertThatThrownBy(() -> client.list())
        .isInstanceOf(JobClientException.class)
        .hasMessageContainingAll("no job server at " + server.address(), "ray start --head");
    assertThatThrownBy(() -> new JobClient("localhost"))
        .isInstanceOf(JobClientException.class)
        .hasMessageContaining("HOST:PORT");
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    int port = URI.create("http://" + server.address()).getPort();
    JobServer.Settings taken =
        JobServer.Settings.of("", folder.resolve("other"), JvmFlags.all()).withPort(port);

    assertThatThrownBy(() -> JobServer.start(taken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("127.0.0.1:" + port, "choose another port");
    assertThatThrownBy(() -> taken.withPort(70_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("70000");
  }

  @Test
  void requestsThatMakeNoSenseAreRefusedWithASentence() throws Exception {
    String good = "a".repeat(64);
    String submission = "{\"jar\":\"%s\",\"jar_sha256\":\"%s\"}";
    assertThat(post("/api/jobs/", "not json")).contains("400", "not a JSON object");
    assertThat(post("/api/jobs/", "{}")).contains("400", "SHA-256");
    assertThat(post("/api/jobs/", submission.formatted(" ", good)))
        .contains("400", "jar must not be blank");
    assertThat(post("/api/jobs/", submission.formatted("../../a.jar", good)))
        .contains("400", "name of a file");
    assertThat(post("/api/jobs/", submission.formatted("a.jar", "../x")))
        .contains("400", "SHA-256");
    assertThat(post("/api/jobs/", submission.formatted("a.jar", good)))
        .contains("400", "was not sent");
    assertThat(post("/api/jobs/", "x".repeat(2_000_000))).contains("400", "longer than");
    assertThat(post("/nowhere", "")).contains("404", "nothing at /nowhere");
    assertThat(send(request("/api/packages/" + good).PUT(BodyPublishers.ofString("damaged"))))
        .contains("400", "arrived damaged");
    assertThat(send(request("/api/jobs/").header("Origin", "http://evil.example").GET()))
        .contains("403", "web pages");
    assertThat(new CodeCache(folder.resolve("server/jars")).files()).isEmpty();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + server.address() + path));
  }

  private String post(String path, String body) throws Exception {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  private static String send(HttpRequest.Builder request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    }
  }

  @Test
  void aFollowerThatGoesAwayStopsNothing() throws Exception {
    String id =
        submit(
            Drivers.jar(
                folder,
                "app.jar",
                "for (int i = 0; i < 30; i++) { System.out.println(i); Thread.sleep(50); }"));
    URI address = URI.create("http://" + server.address());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket
          .getOutputStream()
          .write(("GET /api/jobs/" + id + "/logs?follow HTTP/1.1\r\nHost: x\r\n\r\n").getBytes());
      assertThat(socket.getInputStream().read()).isPositive();
    }

    assertThat(log(id, true)).endsWith("29\n");
    assertThat(client.info(id).status()).isEqualTo(JobStatus.SUCCEEDED);
  }
}
