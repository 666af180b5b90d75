package org.akkaray.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RaySession;
import org.akkaray.call.TaskCaller;
import org.akkaray.cli.RayCommand;
import org.akkaray.exception.GetTimeoutException;
import org.akkaray.exception.ObjectLostException;
import org.akkaray.exception.RayException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Large objects whose nodes stand still, die, or lose their media driver. The nodes are processes;
 * those called far have their store in a folder of their own, as if they were on another host.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ObjectFaultsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final int MEGABYTE = 1 << 20;

  @TempDir private static Path farFolder;
  private static LocalCluster cluster;
  private static LocalNode far;
  private static RaySession driver;

  @BeforeAll
  static void begin() {
    cluster = LocalCluster.builder().setNodes(1).setCpus(1).start();
    far = addFar("far");
    driver = cluster.connect(config -> config.setRecordObjectCreationSites(true));
  }

  private static LocalNode addFar(String name) {
    return cluster.addNode(
        Map.of(
            "ray.node.object-store-folder",
            farFolder.resolve(name).toString(),
            "ray.node.resources." + name,
            "1000"));
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  static byte[] bytes(int size, int seed) {
    byte[] bytes = new byte[size];
    bytes[0] = (byte) seed;
    return bytes;
  }

  static int first(byte[] bytes) {
    return bytes[0];
  }

  static List<ObjectRef<MemorySegment>> putSegments(int count) {
    List<ObjectRef<MemorySegment>> refs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      refs.add(Ray.put(MemorySegment.ofArray(bytes(MEGABYTE, 5))));
    }
    return refs;
  }

  private static <R> TaskCaller<R> on(String node, TaskCaller<R> task) {
    return task.setResource(node, 1.0);
  }

  private static ObjectRef<byte[]> madeOn(String node, int megabytes) {
    ObjectRef<byte[]> made =
        on(node, Ray.task(ObjectFaultsTest::bytes, megabytes * MEGABYTE, 7)).remote();
    assertThat(Ray.wait(List.of(made), 1, (int) SOON.toMillis(), false).getReady()).hasSize(1);
    return made;
  }

  @Test
  void whatLiesInTheStoresOfAllNodesIsListed() throws Exception {
    driver.call(() -> {
      ObjectRef<byte[]> put = Ray.put(bytes(2 * MEGABYTE, 3));
      assertThat(on("far", Ray.task(ObjectFaultsTest::first, put)).remote().get(SOON)).isEqualTo(3);
      StringWriter printed = new StringWriter();
      PrintWriter writer = new PrintWriter(printed, true);
      assertThat(RayCommand.execute(writer, writer, "memory", "--address", cluster.address()))
          .as(printed.toString())
          .isZero();
      String id = put.getId().toString();
      assertThat(printed.toString())
          .contains("node " + far.name() + " at " + far.address() + ", process " + far.pid())
          .contains("node node0 at ", "node driver0 at ")
          .containsPattern(
              id
                  + " +2,097,152 +sealed +- +\\d+ +\\S+ +primary +"
                  + far.name()
                  + " .*"
                  + "ObjectFaultsTest")
          .containsPattern(id + " +2,097,152 +sealed +- +0 +- +second +driver0 ");
      return 0;
    });
  }

  @Test
  void aReaderOfAnObjectWhoseHolderStandsStillEndsWithItsTimeoutOrWhenItIsInterrupted()
      throws Exception {
    driver.call(() -> {
      ObjectRef<byte[]> made = madeOn("far", 4);
      far.pause();
      try {
        long began = System.nanoTime();
        assertThatThrownBy(() -> made.get(SHORT)).isInstanceOf(GetTimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(SHORT);

        FutureTask<byte[]> reading = new FutureTask<>(() -> driver.call(() -> made.get(SOON)));
        Thread reader = new Thread(reading, "reader");
        reader.start();
        await().atMost(SOON).until(() -> reader.getState() == Thread.State.TIMED_WAITING);
        reader.interrupt();
        assertThatThrownBy(() -> reading.get(SOON.toSeconds(), TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(RayException.class);
      } finally {
        far.resume();
      }
      assertThat(made.get(SOON)).hasSize(4 * MEGABYTE).startsWith((byte) 7);
      return 0;
    });
  }

  @Test
  void aHolderWhoseMediaDriverLosesItsFilesServesAgain() throws Exception {
    driver.call(() -> {
      ObjectRef<byte[]> made = madeOn("far", 4);
      assertThat(deleteDriverFolders(far.pid())).isPositive();
      assertThat(made.get(SOON)).hasSize(4 * MEGABYTE).startsWith((byte) 7);
      return 0;
    });
  }

  /** Of the media drivers of a process; returns how many it has. */
  private static int deleteDriverFolders(long pid) throws IOException {
    int found = 0;
    try (Stream<Path> users = Files.list(Path.of("/dev/shm"))) {
      for (Path user :
          users
              .filter(path -> path.getFileName().toString().startsWith("akka-ray-aeron-"))
              .toList()) {
        try (Stream<Path> nodes = Files.list(user)) {
          for (Path node :
              nodes.filter(path -> path.getFileName().toString().startsWith(pid + "-")).toList()) {
            found++;
            delete(node.resolve("driver"));
          }
        }
      }
    }
    return found;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Test
  void anObjectWhoseHolderIsKilledWhileItIsFetchedComesFromAnotherHolder() throws Exception {
    LocalNode victim = addFar("victim");
    driver.call(() -> {
      ObjectRef<byte[]> made = madeOn("victim", 16);
      assertThat(on("far", Ray.task(ObjectFaultsTest::first, made)).remote().get(SOON))
          .isEqualTo(7);
      victim.pause(); // whoever is asked now gets no answer
      FutureTask<byte[]> reading = new FutureTask<>(() -> driver.call(() -> made.get(SOON)));
      Thread reader = new Thread(reading, "reader");
      reader.start();
      await().atMost(SOON).until(() -> reader.getState() != Thread.State.NEW);
      victim.kill();
      assertThat(reading.get(SOON.toSeconds(), TimeUnit.SECONDS))
          .hasSize(16 * MEGABYTE)
          .startsWith((byte) 7);
      return 0;
    });
  }

  @Test
  void whatIsViewedOfAKilledOwnerStaysReadableAndTheRestIsLost() throws Exception {
    LocalNode owner = cluster.addNode(Map.of("ray.node.resources.owner", "1000"));
    driver.call(() -> {
      List<ObjectRef<MemorySegment>> refs =
          on("owner", Ray.task(ObjectFaultsTest::putSegments, 2)).remote().get(SOON);
      MemorySegment view = refs.get(0).get(SOON);
      owner.kill();
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThatThrownBy(() -> refs.get(1).get(SOON))
                  .isInstanceOf(ObjectLostException.class));
      assertThat(view.byteSize()).isEqualTo(MEGABYTE);
      assertThat(view.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 5);
      assertThat(view.get(ValueLayout.JAVA_BYTE, MEGABYTE - 1)).isZero();
      return 0;
    });
  }
}
