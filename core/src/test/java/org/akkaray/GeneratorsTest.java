package org.akkaray;

import static org.akkaray.OneNode.A_MOMENT;
import static org.akkaray.OneNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.akkaray.exception.RayTaskException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneNode.class)
class GeneratorsTest {
  private static final AtomicInteger YIELDED = new AtomicInteger();

  @BeforeEach
  void reset() {
    YIELDED.set(0);
  }

  static Iterator<Integer> count(int n) {
    return IntStream.range(0, n).peek(i -> YIELDED.incrementAndGet()).boxed().iterator();
  }

  static Iterator<Integer> failAt(int n) {
    return IntStream.iterate(0, i -> i + 1).map(i -> 10 / (n - i)).boxed().iterator();
  }

  static class Source {
    private int calls;

    Iterator<String> words(String prefix, int n) {
      calls++;
      return IntStream.range(0, n).mapToObj(i -> prefix + i).iterator();
    }

    int calls() {
      return calls;
    }
  }

  private static <E> List<E> all(ObjectRefGenerator<E> generator) {
    List<E> values = new ArrayList<>();
    generator.forEachRemaining(ref -> values.add(ref.get(SOON)));
    return values;
  }

  @Test
  void whatIsYieldedComesInOrder() {
    try (ObjectRefGenerator<Integer> numbers =
        Ray.generatorTask(GeneratorsTest::count, 200).remote()) {
      assertThat(all(numbers)).isEqualTo(IntStream.range(0, 200).boxed().toList());
      assertThat(numbers.hasNext()).isFalse();
      assertThatThrownBy(numbers::next).isInstanceOf(NoSuchElementException.class);
    }
    try (ObjectRefGenerator<Integer> none = Ray.generatorTask(GeneratorsTest::count, 0).remote()) {
      assertThat(none.hasNext()).isFalse();
    }
  }

  @Test
  void theTaskWaitsWhenItIsTooFarAhead() {
    try (ObjectRefGenerator<Integer> numbers =
        Ray.generatorTask(GeneratorsTest::count, 1000).setGeneratorBackpressure(5).remote()) {
      assertThat(numbers.next().get(SOON)).isZero();
      Awaitility.await().atMost(SOON).until(() -> YIELDED.get() >= 5);
      Awaitility.await()
          .during(A_MOMENT)
          .atMost(SOON)
          .untilAsserted(() -> assertThat(YIELDED.get()).isLessThanOrEqualTo(8));
      assertThat(all(numbers)).hasSize(999);
    }
  }

  @Test
  void aGeneratorThatIsClosedStops() {
    ObjectRefGenerator<Integer> numbers =
        Ray.generatorTask(GeneratorsTest::count, 1_000_000).setGeneratorBackpressure(1).remote();
    assertThat(numbers.next().get(SOON)).isZero();

    numbers.close();
    numbers.close();

    int soFar = YIELDED.get();
    assertThat(soFar).isLessThan(1000);
  }

  @Test
  void aFailureIsTheLastReferenceOfTheStream() {
    try (ObjectRefGenerator<Integer> numbers =
        Ray.generatorTask(GeneratorsTest::failAt, 2).remote()) {
      assertThat(numbers.next().get(SOON)).isEqualTo(5);
      assertThat(numbers.next().get(SOON)).isEqualTo(10);
      ObjectRef<Integer> failed = numbers.next();
      assertThatThrownBy(() -> failed.get(SOON))
          .isInstanceOf(RayTaskException.class)
          .hasRootCauseInstanceOf(ArithmeticException.class);
      assertThat(numbers.hasNext()).isFalse();
    }
  }

  @Test
  void actorsGenerateToo() {
    ActorHandle<Source> source = Ray.actor(Source::new).remote();
    try (ObjectRefGenerator<String> words = source.generatorTask(Source::words, "w", 3).remote()) {
      assertThat(all(words)).containsExactly("w0", "w1", "w2");
    }
    assertThat(source.task(Source::calls).remote().get(SOON)).isEqualTo(1);
    source.kill();
  }

  @Test
  void aYieldedReferenceCanBeAnArgument() {
    try (ObjectRefGenerator<Integer> numbers =
        Ray.generatorTask(GeneratorsTest::count, 3).remote()) {
      ObjectRef<Integer> first = numbers.next();
      assertThat(Ray.task((Integer n) -> n + 1, first).remote().get(SOON)).isEqualTo(1);
    }
  }
}
