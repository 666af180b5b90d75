package org.akkaray.runtime.node;

import static org.akkaray.runtime.node.NodesInOneJvm.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.akkaray.ObjectRef;
import org.akkaray.ObjectRefGenerator;
import org.akkaray.Ray;
import org.akkaray.exception.RayTaskException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Generators, and calls that block, on other nodes than their owner's. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RemoteGeneratorsTest {
  private static final AtomicInteger YIELDED = new AtomicInteger();
  private static NodesInOneJvm nodes;

  @BeforeAll
  static void begin() {
    nodes = new NodesInOneJvm(true, 32L << 20, "a", "b");
  }

  @AfterAll
  static void end() {
    nodes.close();
  }

  @BeforeEach
  void reset() {
    YIELDED.set(0);
  }

  @AfterEach
  void nothingIsLeft() {
    nodes.awaitAllFree();
    nodes.awaitEmptyStores();
  }

  static Iterator<Integer> count(int n) {
    return IntStream.range(0, n).peek(i -> YIELDED.incrementAndGet()).boxed().iterator();
  }

  static Iterator<Integer> failAt(int n) {
    return IntStream.iterate(0, i -> i + 1).map(i -> 10 / (n - i)).boxed().iterator();
  }

  static Iterator<byte[]> large(int n) {
    return IntStream.range(0, n).mapToObj(i -> LargeObjectsTest.bytes(1 << 20, i)).iterator();
  }

  private static <E> List<E> all(Iterator<ObjectRef<E>> generator) {
    List<E> values = new ArrayList<>();
    generator.forEachRemaining(ref -> values.add(ref.get(SOON)));
    return values;
  }

  @Test
  void whatAnotherNodeYieldsComesInOrder() throws Exception {
    List<Integer> values =
        nodes.inDriver(() -> {
          try (ObjectRefGenerator<Integer> numbers =
              Ray.generatorTask(RemoteGeneratorsTest::count, 500).remote()) {
            return all(numbers);
          }
        });
    assertThat(values).isEqualTo(IntStream.range(0, 500).boxed().toList());
  }

  @Test
  void anotherNodeDoesNotYieldMoreThanTheLimitAhead() throws Exception {
    nodes.inDriver(() -> {
      try (ObjectRefGenerator<Integer> numbers =
          Ray.generatorTask(RemoteGeneratorsTest::count, 100)
              .setGeneratorBackpressure(4)
              .remote()) {
        for (int i = 0; i < 10; i++) {
          assertThat(numbers.next().get(SOON)).isEqualTo(i);
        }
        await().during(java.time.Duration.ofMillis(300)).until(() -> YIELDED.get() <= 15);
        assertThat(all(numbers)).hasSize(90);
      }
      return 0;
    });
  }

  @Test
  void aFailureComesAfterWhatWasYieldedBeforeIt() throws Exception {
    nodes.inDriver(() -> {
      try (ObjectRefGenerator<Integer> numbers =
          Ray.generatorTask(RemoteGeneratorsTest::failAt, 3).remote()) {
        for (int i = 0; i < 3; i++) {
          assertThat(numbers.next().get(SOON)).isEqualTo(10 / (3 - i));
        }
        ObjectRef<Integer> failed = numbers.next();
        assertThatThrownBy(() -> failed.get(SOON))
            .isInstanceOf(RayTaskException.class)
            .hasRootCauseInstanceOf(ArithmeticException.class);
        assertThat(numbers.hasNext()).isFalse();
      }
      return 0;
    });
  }

  @Test
  void aGeneratorThatIsClosedIsCancelledWhereItRuns() throws Exception {
    nodes.inDriver(() -> {
      try (ObjectRefGenerator<byte[]> blocks =
          Ray.generatorTask(RemoteGeneratorsTest::large, 1000)
              .setGeneratorBackpressure(2)
              .remote()) {
        assertThat(blocks.next().get(SOON)).containsOnly(0);
        assertThat(blocks.next().get(SOON)).containsOnly(1);
      }
      return 0;
    });
  }

  static int depth(int levels) {
    return levels == 0
        ? 0
        : 1 + Ray.task(RemoteGeneratorsTest::depth, levels - 1).remote().get(SOON);
  }

  @Test
  void aRecursionIsDeeperThanTheClusterHasCpus() throws Exception {
    assertThat(nodes.inDriver(() -> Ray.task(RemoteGeneratorsTest::depth, 30).remote().get(SOON)))
        .isEqualTo(30);
  }

  static int readFirst(List<ObjectRef<Integer>> later) {
    return later.getFirst().get(SOON);
  }

  static int one() {
    return 1;
  }

  @Test
  void tasksThatWaitForAnotherHoldNoCpu() throws Exception {
    int sum =
        nodes.inDriver(() -> {
          ObjectRef<Integer> last =
              Ray.task(RemoteGeneratorsTest::one).setResource("later", 1.0).remote();
          List<ObjectRef<Integer>> waiting = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            waiting.add(Ray.task(RemoteGeneratorsTest::readFirst, List.of(last)).remote());
          }
          assertThat(Ray.task(RemoteGeneratorsTest::one).remote().get(SOON)).isOne();
          JobRuntime later = nodes.add("later");
          int all = Ray.get(waiting).stream().mapToInt(Integer::intValue).sum();
          nodes.end(later);
          return all;
        });
    assertThat(sum).isEqualTo(100);
  }
}
