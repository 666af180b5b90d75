package org.akkaray.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.akkaray.RaySession;
import org.akkaray.exception.RayTaskException;
import org.akkaray.exception.TaskCancelledException;
import org.akkaray.id.UniqueId;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.akkaray.runtimeenv.types.RuntimeEnvName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A driver without CPUs whose tasks run on another node of the same JVM. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RemoteTasksTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static JobRuntime head;
  private static RaySession driver;
  private static CountDownLatch interrupted = new CountDownLatch(1);
  private static CountDownLatch begun = new CountDownLatch(1);

  @BeforeAll
  static void begin() {
    head = NodeBootstrap.startNode(RayConfig.builder().setNodeName("head").setCpus(2).build());
    driver =
        RaySession.start(
            RayConfig.connect(
                "127.0.0.1:" + head.open().node().member().membership().self().record().port()));
  }

  @AfterAll
  static void end() {
    driver.close();
    head.close();
  }

  static int square(int x) {
    return x * x;
  }

  static UniqueId where() {
    return Ray.getRuntimeContext().getCurrentNodeId();
  }

  static List<ObjectRef<Integer>> nested(int n) {
    List<ObjectRef<Integer>> refs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      refs.add(Ray.task(RemoteTasksTest::square, i).remote());
    }
    refs.add(Ray.put(1000));
    return refs;
  }

  static int sum(List<ObjectRef<Integer>> refs) {
    return Ray.get(refs).stream().mapToInt(Integer::intValue).sum();
  }

  static int fail(String message) {
    throw new IllegalStateException(message);
  }

  static int sleep() throws InterruptedException {
    begun.countDown();
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
    return 0;
  }

  static CompletableFuture<String> later() {
    return CompletableFuture.supplyAsync(() -> "later");
  }

  static List<Integer> three() {
    return List.of(1, 2, 3);
  }

  private <T> T inDriver(java.util.concurrent.Callable<T> code) throws Exception {
    return driver.call(code);
  }

  @Test
  void aTaskRunsWhereTheCpusAre() throws Exception {
    UniqueId headId = head.open().node().record().id();
    assertThat(inDriver(() -> Ray.task(RemoteTasksTest::where).remote().get(SOON)))
        .isEqualTo(headId);
  }

  @Test
  void manyTasksAllAnswer() throws Exception {
    int sum =
        inDriver(() -> {
          List<ObjectRef<Integer>> refs = new ArrayList<>();
          for (int i = 0; i < 10_000; i++) {
            refs.add(Ray.task(RemoteTasksTest::square, i % 10).remote());
          }
          return Ray.get(refs).stream().mapToInt(Integer::intValue).sum();
        });
    assertThat(sum).isEqualTo(285_000);
  }

  @Test
  void aTasksResultIsAnothersArgument() throws Exception {
    int result =
        inDriver(() -> {
          ObjectRef<Integer> two = Ray.put(2);
          for (int i = 0; i < 3; i++) {
            two = Ray.task(RemoteTasksTest::square, two).remote();
          }
          return two.get(SOON);
        });
    assertThat(result).isEqualTo(256);
  }

  @Test
  void aLambdaTakesWhatItCaptured() throws Exception {
    Map<String, Integer> captured = Map.of("seven", 7);
    assertThat(
            inDriver(
                () -> Ray.task((Integer x) -> x + captured.get("seven"), 1).remote().get(SOON)))
        .isEqualTo(8);
  }

  @Test
  void referencesInsideAResultCanBeReadByWhoGetsIt() throws Exception {
    assertThat(
            inDriver(() -> {
              List<ObjectRef<Integer>> refs =
                  Ray.task(RemoteTasksTest::nested, 4).remote().get(SOON);
              return refs.stream().mapToInt(ref -> ref.get(SOON)).sum();
            }))
        .isEqualTo(1014);
  }

  @Test
  void referencesInsideAnArgumentCanBeReadByTheTask() throws Exception {
    assertThat(
            inDriver(() -> {
              List<ObjectRef<Integer>> refs = List.of(Ray.put(1), Ray.put(2), Ray.put(39));
              return Ray.task(RemoteTasksTest::sum, refs).remote().get(SOON);
            }))
        .isEqualTo(42);
  }

  @Test
  void referencesThatComeHomeAreTheSame() throws Exception {
    assertThat(
            inDriver(() -> {
              List<ObjectRef<Integer>> refs =
                  Ray.task(RemoteTasksTest::nested, 4).remote().get(SOON);
              return Ray.task(RemoteTasksTest::sum, refs).remote().get(SOON);
            }))
        .isEqualTo(1014);
  }

  @Test
  void whatNobodyReachesAnyMoreIsGivenBack() throws Exception {
    int sum =
        inDriver(() -> {
          List<ObjectRef<Integer>> refs = Ray.task(RemoteTasksTest::nested, 50).remote().get(SOON);
          return Ray.task(RemoteTasksTest::sum, refs).remote().get(SOON);
        });
    assertThat(sum).isEqualTo(41_425);
    await()
        .atMost(SOON)
        .until(() -> {
          System.gc();
          return head.open().node().cluster().runtime().lentReferences() == 0;
        });
  }

  static Map<?, ?> variables() {
    return Ray.getRuntimeContext().getCurrentRuntimeEnv().get(RuntimeEnvName.ENV_VARS, Map.class);
  }

  @Test
  void aTaskSeesTheVariablesOfItsJob() throws Exception {
    RuntimeEnv env = new RuntimeEnv.Builder().build();
    env.set(RuntimeEnvName.ENV_VARS, Map.of("MODE", "fast"));
    try (RaySession session =
        RaySession.start(
            RayConfig.builder()
                .setAddress(
                    "127.0.0.1:" + head.open().node().member().membership().self().record().port())
                .setRuntimeEnv(env)
                .build())) {
      Object variables =
          session.call(() -> Ray.task(RemoteTasksTest::variables).remote().get(SOON));
      assertThat(variables).isEqualTo(Map.of("MODE", "fast"));
    }
  }

  @Test
  void whatATaskThrowsArrivesWithItsCause() {
    assertThatThrownBy(
            () -> inDriver(() -> Ray.task(RemoteTasksTest::fail, "no luck").remote().get(SOON)))
        .isInstanceOf(RayTaskException.class)
        .hasMessageContaining("head")
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("no luck");
  }

  @Test
  void severalReturnsAndFutures() throws Exception {
    assertThat(
            inDriver(() ->
                Ray.multiTask(RemoteTasksTest::three).setNumReturns(3).remote().stream()
                    .map(ref -> ref.get(SOON))
                    .toList()))
        .containsExactly(1, 2, 3);
    assertThat(inDriver(() -> Ray.task(RemoteTasksTest::later).remote().get(SOON).get()))
        .isEqualTo("later");
  }

  @Test
  void aCancelledTaskIsInterruptedThere() throws Exception {
    inDriver(() -> {
      ObjectRef<Integer> sleeping = Ray.task(RemoteTasksTest::sleep).remote();
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      sleeping.cancel();
      assertThatThrownBy(() -> sleeping.get(SOON)).isInstanceOf(TaskCancelledException.class);
      return null;
    });
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatNoNodeCanRunHoldsUpNobody() throws Exception {
    inDriver(() -> {
      List<ObjectRef<Integer>> hopeless = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        hopeless.add(Ray.task(RemoteTasksTest::square, 3).setResource("unobtainium", 1.0).remote());
      }
      assertThat(Ray.task(RemoteTasksTest::square, 3).remote().get(SOON)).isEqualTo(9);
      hopeless.forEach(ObjectRef::cancel);
      assertThatThrownBy(() -> hopeless.getFirst().get(SOON))
          .isInstanceOf(TaskCancelledException.class);
      return null;
    });
  }

  static int readFirst(List<ObjectRef<Integer>> refs) {
    return refs.getFirst().get();
  }

  static int pause(int millis) throws InterruptedException {
    Thread.sleep(millis); // so that its dependents are submitted before their input is there
    return millis;
  }

  @Test
  void tasksThatAreBlockedDoNotKeepOutTheOneThatTheyWaitFor() throws Exception {
    int sum =
        inDriver(() -> {
          ObjectRef<Integer> later = Ray.task(RemoteTasksTest::pause, 3000).remote();
          List<ObjectRef<Integer>> awaited =
              List.of(Ray.task(RemoteTasksTest::square, later).remote());
          List<ObjectRef<Integer>> blocked = new ArrayList<>();
          for (int i = 0; i < 2000; i++) {
            blocked.add(Ray.task(RemoteTasksTest::readFirst, awaited).remote());
          }
          return Ray.get(blocked, Duration.ofSeconds(90)).stream()
              .mapToInt(value -> value / 9_000_000)
              .sum();
        });
    assertThat(sum).isEqualTo(2000);
  }

  @Test
  void aFloodOfTasksSlowsItsSubmitter() throws Exception {
    JobRuntime busy = NodeBootstrap.startNode(RayConfig.builder().setNodeName("busy").build());
    int limit = 100;
    try (RaySession flooding =
        RaySession.start(
            RayConfig.builder()
                .setAddress(
                    "127.0.0.1:" + busy.open().node().member().membership().self().record().port())
                .setMaxWaitingTasks(limit)
                .build())) {
      List<ObjectRef<Integer>> submitted = new ArrayList<>();
      Thread submitter =
          Thread.ofPlatform()
              .start(() ->
                  flooding.run(() -> {
                    for (int i = 0; i < 3 * limit; i++) {
                      submitted.add(
                          Ray.task(RemoteTasksTest::square, i)
                              .setResource("unobtainium", 1.0)
                              .remote());
                    }
                  }));
      assertThat(submitter.join(Duration.ofSeconds(2))).isFalse();
      assertThat(submitted).hasSize(limit + 1);
      submitter.interrupt();
      assertThat(submitter.join(SOON)).isTrue();
    } finally {
      busy.close();
    }
  }
}
