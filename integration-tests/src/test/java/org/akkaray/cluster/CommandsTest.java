package org.akkaray.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.akkaray.RaySession;
import org.akkaray.cli.RayCommand;
import org.akkaray.runtime.node.JvmFlags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ray start}, {@code up}, {@code status} and {@code stop}, run as processes. */
class CommandsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String SMALL = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  @TempDir private Path temporary;

  private record Outcome(int exitCode, String printed) {}

  @AfterEach
  void nothingRunsOn() throws Exception {
    ray("stop", "--force");
    try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
      assertThat(children.filter(ProcessHandle::isAlive).toList()).isEmpty();
    }
  }

  @Test
  void threeNodesStartAreSeenAndStop() throws Exception {
    Outcome head = start("--head", "--port", "0", "--cpus", "2", "--labels", "zone=a");
    assertThat(head.exitCode).as(head.printed).isZero();
    String address = address(head);
    for (int node = 0; node < 2; node++) {
      Outcome started = start("--address", address, "--cpus", "1", "--resources", "tpu=4");
      assertThat(started.exitCode).as(started.printed).isZero();
    }

    Outcome status = ray("status", "--address", address);
    assertThat(status.exitCode).as(status.printed).isZero();
    assertThat(status.printed).contains("CPU 0/4", "tpu 0/8", "zone=a", "none waits");

    try (RaySession driver = RaySession.start(RayConfig.connect(address))) {
      assertThat(driver.call(() -> Ray.getRuntimeContext().getAllNodeInfo())).hasSize(4);
    }

    Outcome asJson = ray("status", "--json");
    Config json =
        ConfigFactory.parseString(
            asJson.printed.lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow());
    assertThat(json.getConfigList("nodes"))
        .hasSizeBetween(3, 4); // the driver may be on its way out
    assertThat(json.getDouble("resources.CPU.total")).isEqualTo(4);

    Outcome stop = ray("stop");
    assertThat(stop.exitCode).as(stop.printed).isZero();
    assertThat(stop.printed.lines().filter(line -> line.endsWith("has ended."))).hasSize(3);
    assertThat(ray("stop").printed).contains("No node that you started runs");
  }

  @Test
  void aSubmittedJarRunsOnNodesThatNeverSawIt() throws Exception {
    String address = address(start("--head", "--port", "0", "--cpus", "0"));
    Outcome worker = start("--address", address, "--cpus", "2", "--node-name", "worker");
    assertThat(worker.exitCode).as(worker.printed).isZero();
    Path jar = squares();

    Outcome run = ray("submit", jar.toString(), "--address", address, "3", "4");
    assertThat(run.exitCode).as(run.printed).isEqualTo(5);
    assertThat(run.printed).contains("25 of squares on worker");
    assertThat(ray("job", "list").printed).contains("FAILED", "squares.jar app.Squares 3 4");
  }

  /** A program whose classes are on no class path; its exit code is 5. */
  private Path squares() throws Exception {
    Path source = temporary.resolve("Squares.java");
    Files.writeString(
        source,
        """
        package app;
        import java.util.*;
        import org.akkaray.*;
        public class Squares {
          record Square(int area) {}
          static Square square(int n) { return new Square(n * n); }
          static String nodeName() {
            var context = Ray.getRuntimeContext();
            return context.getAllNodeInfo().stream()
                .filter(node -> node.nodeId.equals(context.getCurrentNodeId()))
                .findFirst().orElseThrow().nodeHostname;
          }
          public static void main(String[] args) {
            Ray.init();
            int sum = 0;
            for (String arg : args) {
              sum += Ray.task(Squares::square, Integer.parseInt(arg)).remote().get().area();
            }
            String unit = "squares";
            System.out.println(sum + " of " + Ray.task(() -> unit + " on " + nodeName()).remote().get());
            Ray.shutdown();
            System.exit(5);
          }
        }
        """);
    Path classes = Files.createDirectory(temporary.resolve("squares"));
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(errors).isZero();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "app.Squares");
    Path jar = temporary.resolve("squares.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return jar;
  }

  @Test
  void upStartsAWholeCluster() throws Exception {
    Outcome up = ray("up", "2", "--port", "0", "--cpus", "1", "--jvm-options", SMALL);
    assertThat(up.exitCode).as(up.printed).isZero();
    assertThat(up.printed).contains("node0 runs at", "node1 runs at", "ray stop");
    assertThat(ray("status").printed).contains("CPU 0/2");
    assertThat(ray("stop").exitCode).isZero();
  }

  @Test
  void whatWaitsAndWhatCanNeverRunIsShown() throws Exception {
    String address = address(start("--head", "--port", "0", "--cpus", "1"));
    try (RaySession driver = RaySession.start(RayConfig.connect(address))) {
      driver.run(() -> Ray.task(() -> 1).setResource("unobtainium", 3.0).remote());
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(() ->
              assertThat(ray("status", "--address", address).printed)
                  .contains("unobtainium=3.0", "INFEASIBLE"));
    }
  }

  @Test
  void aSecondHeadOnOnePortIsRefusedInOneSentence() throws Exception {
    String address = address(start("--head", "--port", "0"));
    Outcome second = start("--head", "--port", address.substring(address.lastIndexOf(':') + 1));
    assertThat(second.exitCode).isEqualTo(1);
    assertThat(second.printed.strip().lines())
        .singleElement()
        .asString()
        .startsWith("ray start: This node cannot listen on " + address)
        .contains("choose another port");
  }

  @Test
  void wrongAddressesAreToldInOneSentence() throws Exception {
    Outcome nobody = start("--address", "127.0.0.1:1");
    assertThat(nobody.exitCode).isEqualTo(1);
    assertThat(nobody.printed.strip().lines())
        .singleElement()
        .asString()
        .startsWith("ray start: No node can be reached at 127.0.0.1:1");
    Outcome nonsense = start("--address", "nonsense");
    assertThat(nonsense.exitCode).isEqualTo(2);
    assertThat(nonsense.printed).contains("must be of the form host:port");
    assertThat(start("--head", "--address", "127.0.0.1:1").exitCode).isEqualTo(2);
    assertThat(ray("status").exitCode).isEqualTo(1);
    assertThat(ray("status", "--address", "127.0.0.1:1").printed)
        .startsWith("ray status: No node can be reached at 127.0.0.1:1");
    assertThat(start("--head", "--host", "192.0.2.1").printed).contains("--insecure");
  }

  @Test
  void aStalePidFileIsNoNode() throws Exception {
    String printed = start("--head", "--port", "0").printed;
    Path pidFile = log(printed).resolveSibling("pid");
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst());
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await()
        .atMost(SOON)
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    // Another process has that pid by now, as it were.
    Files.writeString(pidFile, ProcessHandle.current().pid() + "\n12345\n");

    Outcome stop = ray("stop");
    assertThat(stop.exitCode).isZero();
    assertThat(stop.printed).contains("No node that you started runs");
  }

  private Outcome start(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("start"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--jvm-options", SMALL, "--object-store-memory", "16MiB"));
    return ray(all.toArray(String[]::new));
  }

  private Outcome ray(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.all());
    command.addAll(List.of(SMALL.split(" ")));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-Dakkaray.node.classpath=" + LocalCluster.nodeClassPath());
    command.addAll(List.of("-cp", LocalCluster.nodeClassPath(), RayCommand.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("RAY_ADDRESS");
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), printed);
  }

  private static String address(Outcome started) {
    assertThat(started.exitCode).as(started.printed).isZero();
    Matcher matcher = Pattern.compile("runs at (\\S+:\\d+)").matcher(started.printed);
    assertThat(matcher.find()).as(started.printed).isTrue();
    return matcher.group(1);
  }

  private static Path log(String printed) {
    Matcher matcher = Pattern.compile("log (\\S+)\\)").matcher(printed);
    assertThat(matcher.find()).as(printed).isTrue();
    return Path.of(matcher.group(1));
  }
}
