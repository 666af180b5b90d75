package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.SOON;
import static org.akkaray.behaviour.SharedNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.akkaray.ObjectRef;
import org.akkaray.ObjectRefGenerator;
import org.akkaray.Ray;
import org.akkaray.exception.RayException;
import org.akkaray.exception.RayTaskException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GeneratorTest {
  @RegisterExtension static final SharedNode NODE = SharedNode.withCpus(1);

  private static final AtomicInteger YIELDED = new AtomicInteger();
  private static final AtomicInteger INTERRUPTED = new AtomicInteger();

  @BeforeEach
  void reset() {
    YIELDED.set(0);
    INTERRUPTED.set(0);
  }

  static Iterator<Integer> count(int n) {
    return IntStream.range(0, n).peek(i -> YIELDED.incrementAndGet()).boxed().iterator();
  }

  static Iterator<Integer> failOnceAt(int n, int total) {
    int attempt = Ray.getRuntimeContext().getAttemptNumber();
    return IntStream.range(0, total)
        .peek(i -> {
          if (i == n && attempt == 0) {
            throw new IllegalStateException("at " + i);
          }
        })
        .map(i -> i + attempt * 1000)
        .boxed()
        .iterator();
  }

  static Iterator<Integer> stuck() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public Integer next() {
        if (YIELDED.getAndIncrement() == 0) {
          return 0;
        }
        try {
          Thread.sleep(SOON);
          throw new NoSuchElementException("waited too long");
        } catch (InterruptedException e) {
          INTERRUPTED.incrementAndGet();
          throw new IllegalStateException(e);
        }
      }
    };
  }

  static Iterator<List<ObjectRef<Integer>>> nested(int n) {
    return IntStream.range(0, n).mapToObj(i -> List.of(Ray.put(i))).iterator();
  }

  @Test
  void theTaskIsNeverFurtherAheadThanAllowed() {
    int ahead = 4;
    try (ObjectRefGenerator<Integer> numbers =
        Ray.generatorTask(GeneratorTest::count, 50).setGeneratorBackpressure(ahead).remote()) {
      for (int taken = 0; taken < 50; taken++) {
        int atMost = taken + ahead + 1; // one more is computed before the wait for its place
        await().until(() -> YIELDED.get() >= Math.min(50, atMost));
        assertThat(YIELDED.get()).isLessThanOrEqualTo(atMost);
        assertThat(numbers.next().get(SOON)).isEqualTo(taken);
      }
      assertThat(numbers.hasNext()).isFalse();
    }
  }

  @Test
  void aTaskThatWaitsForItsReaderLendsItsCpu() {
    try (ObjectRefGenerator<Integer> numbers =
        Ray.generatorTask(GeneratorTest::count, 10).setGeneratorBackpressure(1).remote()) {
      await().until(() -> YIELDED.get() == 2);

      assertThat(Ray.task(() -> 7).remote().get(SOON)).isEqualTo(7);
      assertThat(numbers.next().get(SOON)).isZero();
    }
  }

  @Test
  void closingInterruptsTheTaskThatComputesTheNextValue() {
    ObjectRefGenerator<Integer> numbers = Ray.generatorTask(GeneratorTest::stuck).remote();
    assertThat(numbers.next().get(SOON)).isZero();
    await().until(() -> YIELDED.get() == 2);

    numbers.close();

    await().until(() -> INTERRUPTED.get() == 1);
    assertThat(numbers.hasNext()).isFalse();
  }

  @Test
  void aRetryGoesOnWhereTheStreamStopped() {
    List<Integer> values = new ArrayList<>();
    try (ObjectRefGenerator<Integer> numbers =
        Ray.generatorTask(GeneratorTest::failOnceAt, 3, 6).setRetryExceptions(true).remote()) {
      numbers.forEachRemaining(ref -> values.add(ref.get(SOON)));
    }
    assertThat(values).containsExactly(0, 1, 2, 1003, 1004, 1005);
  }

  @Test
  void withoutRetryTheFailureComesAfterTheValues() {
    List<ObjectRef<Integer>> refs = new ArrayList<>();
    try (ObjectRefGenerator<Integer> numbers =
        Ray.generatorTask(GeneratorTest::failOnceAt, 2, 6).setName("source").remote()) {
      numbers.forEachRemaining(refs::add);
    }
    assertThat(refs).hasSize(3);
    assertThat(Ray.get(refs.subList(0, 2))).containsExactly(0, 1);
    assertThatThrownBy(() -> refs.getLast().get(SOON))
        .isInstanceOf(RayTaskException.class)
        .hasMessageContaining("source")
        .hasRootCauseMessage("at 2");
  }

  @Test
  void aReaderOfTheNextValueCanBeInterrupted() {
    AtomicReference<Thread> reader = new AtomicReference<>();
    CompletableFuture<Boolean> flag =
        NODE.async(() -> {
          try (ObjectRefGenerator<Integer> numbers =
              Ray.generatorTask(GeneratorTest::stuck).remote()) {
            numbers.next();
            reader.set(Thread.currentThread());
            assertThatThrownBy(numbers::next)
                .isInstanceOf(RayException.class)
                .hasMessageContaining("Interrupted");
            return Thread.currentThread().isInterrupted();
          }
        });
    await().until(() -> reader.get() != null);
    reader.get().interrupt();

    assertThat(flag).succeedsWithin(SOON).isEqualTo(true);
  }

  @Test
  void referencesInsideYieldedValuesStayAlive() {
    List<Integer> values = new ArrayList<>();
    try (ObjectRefGenerator<List<ObjectRef<Integer>>> lists =
        Ray.generatorTask(GeneratorTest::nested, 5).remote()) {
      System.gc();
      lists.forEachRemaining(ref -> values.add(ref.get(SOON).getFirst().get(SOON)));
    }
    assertThat(values).containsExactly(0, 1, 2, 3, 4);
  }
}
