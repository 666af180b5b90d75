package org.akkaray;

import static org.akkaray.OneNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.akkaray.call.TaskCaller;
import org.akkaray.exception.InfeasibleResourcesException;
import org.akkaray.exception.RayTaskException;
import org.akkaray.exception.RayTimeoutException;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneNode.class)
class TasksTest {
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static volatile CountDownLatch latch = new CountDownLatch(0);

  static int square(int n) {
    return n * n;
  }

  static int sum(int a, int b, int c, int d, int e, int f) {
    return a + 10 * b + 100 * c + 1000 * d + 10_000 * e + 100_000 * f;
  }

  static int fib(int n) {
    if (n < 2) {
      return n;
    }
    ObjectRef<Integer> one = Ray.task(TasksTest::fib, n - 1).remote();
    ObjectRef<Integer> two = Ray.task(TasksTest::fib, n - 2).remote();
    return one.get() + two.get();
  }

  static void count() {
    RUNS.incrementAndGet();
  }

  static int size(List<Integer> list) {
    return list.size();
  }

  static String orNull(String text) {
    return text;
  }

  static List<String> split(String text) {
    return List.of(text.split(","));
  }

  static int failTwice() {
    if (RUNS.incrementAndGet() <= 2) {
      throw new IllegalStateException("run " + RUNS.get());
    }
    return RUNS.get();
  }

  static int attempt() {
    int attempt = Ray.getRuntimeContext().getAttemptNumber();
    return attempt < 2 ? Math.divideExact(1, 0) : attempt;
  }

  static void sleepLong() throws InterruptedException {
    latch.await();
  }

  static int meet() throws InterruptedException {
    latch.countDown();
    return latch.await(SOON.toSeconds(), TimeUnit.SECONDS) ? 1 : 0;
  }

  static int sumOf(List<ObjectRef<Integer>> refs) {
    return refs.stream().mapToInt(ObjectRef::get).sum();
  }

  @Test
  void sixArgumentsArriveInOrderAsValuesAndReferences() {
    ObjectRef<Integer> three = Ray.put(3);
    ObjectRef<Integer> four = Ray.task(TasksTest::square, 2).remote();

    assertThat(Ray.task(TasksTest::sum, 1, 2, three, four, 5, 6).remote().get()).isEqualTo(654321);
  }

  @Test
  void nestedTasksWaitForTheirChildren() {
    assertThat(Ray.task(TasksTest::fib, 12).remote().get()).isEqualTo(144);
  }

  @Test
  void aTaskThatAsksForAllCpusCanWaitForAnother() {
    assertThat(Ray.task(TasksTest::fib, 6).setCpus(OneNode.CPUS).remote().get(SOON)).isEqualTo(8);
  }

  @Test
  void voidTasksCanBeWaitedFor() {
    RUNS.set(0);

    assertThat(Ray.task(TasksTest::count).remote().get()).isNull();
    assertThat(RUNS).hasValue(1);
  }

  @Test
  void nullGoesInAndComesOut() {
    assertThat(Ray.task(TasksTest::orNull, (String) null).remote().get()).isNull();
    assertThat(Ray.task(TasksTest::orNull, Ray.<String>put(null)).remote().get()).isNull();
  }

  @Test
  void lambdasKeepWhatTheyCapture() {
    int captured = 5;
    List<Integer> list = new ArrayList<>(List.of(1, 2));

    assertThat(Ray.task((Integer n) -> n + captured + list.size(), 1).remote().get()).isEqualTo(8);
  }

  @Test
  void referencesInsideValuesStayReferences() {
    List<ObjectRef<Integer>> refs =
        IntStream.range(0, 10).mapToObj(n -> Ray.task(TasksTest::square, n).remote()).toList();

    assertThat(Ray.task(TasksTest::sumOf, refs).remote().get()).isEqualTo(285);
  }

  @Test
  void severalReturnsAreObjectsOfTheirOwn() {
    List<ObjectRef<String>> refs =
        Ray.multiTask(TasksTest::split, "a,b,c").setNumReturns(3).remote();

    assertThat(refs).hasSize(3);
    assertThat(Ray.get(refs)).containsExactly("a", "b", "c");
    assertThat(refs.get(2).getId().index()).isEqualTo(2);
  }

  @Test
  void aListOfAnotherLengthThanAskedForIsTheCallsFailure() {
    List<ObjectRef<String>> refs = Ray.multiTask(TasksTest::split, "a,b").setNumReturns(3).remote();

    assertThatThrownBy(() -> refs.get(0).get())
        .isInstanceOf(RayTaskException.class)
        .hasStackTraceContaining("3")
        .hasStackTraceContaining("2");
  }

  @Test
  void exceptionsAreRetriedOnlyIfAskedFor() {
    RUNS.set(0);
    assertThatThrownBy(() -> Ray.task(TasksTest::failTwice).remote().get())
        .isInstanceOf(RayTaskException.class)
        .hasRootCauseMessage("run 1");

    RUNS.set(0);
    assertThat(Ray.task(TasksTest::failTwice).setRetryExceptions(true).remote().get()).isEqualTo(3);

    RUNS.set(0);
    assertThatThrownBy(() ->
            Ray.task(TasksTest::failTwice)
                .setRetryExceptions(IllegalStateException.class)
                .setMaxRetries(1)
                .remote()
                .get())
        .hasRootCauseMessage("run 2");
    RUNS.set(0);
    assertThatThrownBy(() ->
            Ray.task(TasksTest::failTwice)
                .setRetryExceptions(ArithmeticException.class)
                .remote()
                .get())
        .hasRootCauseMessage("run 1");
  }

  @Test
  void aTaskKnowsItsAttempt() {
    assertThat(Ray.task(TasksTest::attempt).setRetryExceptions(true).remote().get()).isEqualTo(2);
  }

  @Test
  void aTaskThatTakesLongerThanItsTimeoutFails() {
    latch = new CountDownLatch(1);

    assertThatThrownBy(() ->
            Ray.task(TasksTest::sleepLong)
                .setName("sleeper")
                .setTimeout(OneNode.A_MOMENT)
                .setMaxRetries(0)
                .remote()
                .get(SOON))
        .isInstanceOf(RayTimeoutException.class)
        .hasMessageContaining("sleeper");
  }

  @Test
  void fractionsOfACpuRunBesideEachOther() {
    latch = new CountDownLatch(8);
    List<ObjectRef<Integer>> refs =
        IntStream.range(0, 8)
            .mapToObj(n -> Ray.task(TasksTest::meet).setCpus(0.5).remote())
            .toList();

    assertThat(Ray.get(refs, SOON)).containsOnly(1).hasSize(8);
  }

  @Test
  void customResourcesAreCounted() {
    latch = new CountDownLatch(2);
    List<ObjectRef<Integer>> refs =
        IntStream.range(0, 2)
            .mapToObj(n -> Ray.task(TasksTest::meet).setResource("tpu", 1.0).setCpus(0).remote())
            .toList();

    assertThat(Ray.get(refs, SOON)).containsExactly(1, 1);
  }

  @Test
  void resourcesThatNoNodeHasFailFastIfAskedFor() {
    assertThatThrownBy(() ->
            Ray.task(TasksTest::square, 1)
                .setResource("unicorn", 1.0)
                .setFailFast(true)
                .remote()
                .get(SOON))
        .isInstanceOf(InfeasibleResourcesException.class)
        .hasMessageContaining("unicorn");
    assertThatThrownBy(
            () -> Ray.task(TasksTest::square, 1).setCpus(5).setFailFast(true).remote().get(SOON))
        .isInstanceOf(InfeasibleResourcesException.class)
        .hasMessageContainingAll("CPU", "5", "4");
  }

  @Test
  void strategiesAreHonouredAsFarAsOneNodeCan() {
    UniqueId here = Ray.getRuntimeContext().getCurrentNodeId();
    for (SchedulingStrategy strategy :
        List.of(
            SchedulingStrategy.DEFAULT,
            SchedulingStrategy.SPREAD,
            new SchedulingStrategy.NodeAffinity(here, false),
            new SchedulingStrategy.NodeAffinity(UniqueId.randomId(), true),
            new SchedulingStrategy.NodeLabels(Map.of("zone", "in(a, b)")),
            new SchedulingStrategy.NodeLabels(Map.of(), Map.of("zone", "b")))) {
      assertThat(Ray.task(TasksTest::square, 3).setSchedulingStrategy(strategy).remote().get(SOON))
          .as("%s", strategy)
          .isEqualTo(9);
    }
    assertThatThrownBy(() ->
            Ray.task(TasksTest::square, 3)
                .setSchedulingStrategy(new SchedulingStrategy.NodeLabels(Map.of("zone", "b")))
                .setFailFast(true)
                .remote()
                .get(SOON))
        .isInstanceOf(InfeasibleResourcesException.class)
        .hasMessageContaining("zone");
    UniqueId nowhere = UniqueId.randomId();
    assertThatThrownBy(() ->
            Ray.task(TasksTest::square, 3)
                .setSchedulingStrategy(new SchedulingStrategy.NodeAffinity(nowhere, false))
                .setFailFast(true)
                .remote()
                .get(SOON))
        .isInstanceOf(InfeasibleResourcesException.class)
        .hasMessageContaining(nowhere.toString());
  }

  @Test
  void oneCallerCanSubmitItsCallAgain() {
    TaskCaller<Integer> caller = Ray.task(TasksTest::size, new ArrayList<>(List.of(1, 2)));

    assertThat(caller.remote().get(SOON)).isEqualTo(2);
    assertThat(caller.setName("again").remote().get(SOON)).isEqualTo(2);
  }
}
