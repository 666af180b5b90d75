package org.akkaray.util;

import static org.akkaray.OneNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.akkaray.ActorHandle;
import org.akkaray.OneNode;
import org.akkaray.Ray;
import org.akkaray.exception.GetTimeoutException;
import org.akkaray.exception.RayTaskException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneNode.class)
class ActorPoolTest {
  private static volatile CountDownLatch gate = new CountDownLatch(0);

  static class Worker {
    private final String name;

    Worker(String name) {
      this.name = name;
    }

    int square(int n) {
      return n * n;
    }

    String nameAfter(int n) throws InterruptedException {
      if (n == 0) {
        gate.await(SOON.toSeconds(), TimeUnit.SECONDS);
      }
      return name + n;
    }

    int divide(int n) {
      return 10 / n;
    }
  }

  private final ActorHandle<Worker> first = Ray.actor(Worker::new, "first").remote();
  private final ActorHandle<Worker> second = Ray.actor(Worker::new, "second").remote();
  private final ActorPool<Worker> pool = new ActorPool<>(List.of(first, second));

  @AfterEach
  void endWorkers() {
    gate.countDown();
    first.kill();
    second.kill();
  }

  private static <T> List<T> list(Iterator<T> iterator) {
    List<T> list = new ArrayList<>();
    iterator.forEachRemaining(list::add);
    return list;
  }

  @Test
  void mapGivesTheResultsInTheOrderOfTheValues() {
    List<Integer> values = IntStream.range(0, 100).boxed().toList();

    assertThat(list(pool.map((w, n) -> w.task(Worker::square, n).remote(), values)))
        .isEqualTo(values.stream().map(n -> n * n).toList());
    assertThat(pool.hasNext()).isFalse();
    assertThat(pool.hasFree()).isTrue();
  }

  @Test
  void mapUnorderedGivesTheResultsAsTheyCome() {
    gate = new CountDownLatch(1);
    Iterator<String> results =
        pool.mapUnordered((w, n) -> w.task(Worker::nameAfter, n).remote(), List.of(0, 1, 2, 3));

    assertThat(List.of(results.next(), results.next(), results.next()))
        .containsExactly("second1", "second2", "second3");
    gate.countDown();
    assertThat(results.next()).isEqualTo("first0");
    assertThat(results.hasNext()).isFalse();
    assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void anActorThatIsFreeWorksOnWhileAnEarlierResultIsAwaited() {
    gate = new CountDownLatch(1);
    for (int n = 0; n < 4; n++) {
      pool.submit((w, i) -> w.task(Worker::nameAfter, i).remote(), n);
    }
    assertThatThrownBy(() -> pool.getNext(OneNode.A_MOMENT))
        .isInstanceOf(GetTimeoutException.class)
        .hasMessageContaining("next result");
    gate.countDown();

    assertThat(pool.<String>getNext(SOON)).isEqualTo("first0");
    assertThat(pool.<String>getNext()).isEqualTo("second1");
    assertThat(pool.<String>getNext()).isEqualTo("second2");
    assertThat(pool.<String>getNextUnordered(SOON)).isEqualTo("second3");
    assertThatThrownBy(pool::getNext).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(pool::getNextUnordered).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void unorderedResultsHaveATimeoutToo() {
    gate = new CountDownLatch(1);
    pool.submit((w, i) -> w.task(Worker::nameAfter, i).remote(), 0);

    assertThatThrownBy(() -> pool.getNextUnordered(OneNode.A_MOMENT))
        .isInstanceOf(GetTimeoutException.class);
    gate.countDown();
    assertThat(pool.<String>getNextUnordered(SOON)).isEqualTo("first0");
  }

  @Test
  void aFailureIsThrownForItsOwnResultOnly() {
    Iterator<Integer> results =
        pool.map((w, n) -> w.task(Worker::divide, n).remote(), List.of(1, 0, 5));

    assertThat(results.next()).isEqualTo(10);
    assertThatThrownBy(results::next)
        .isInstanceOf(RayTaskException.class)
        .hasRootCauseInstanceOf(ArithmeticException.class);
    assertThat(results.next()).isEqualTo(2);
  }

  @Test
  void actorsCanBeTakenOutAndAdded() {
    ActorHandle<Worker> taken = pool.popIdle().orElseThrow();
    assertThat(taken.getId()).isEqualTo(first.getId());
    assertThat(pool.popIdle()).isPresent();
    assertThat(pool.popIdle()).isEmpty();
    assertThat(pool.hasFree()).isFalse();
    pool.submit((w, n) -> w.task(Worker::square, n).remote(), 3);

    pool.push(taken);

    assertThat(pool.<Integer>getNext(SOON)).isEqualTo(9);
    assertThatThrownBy(() -> pool.push(taken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(taken.getId().toString());
    assertThatThrownBy(() -> new ActorPool<Worker>(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("actors");
  }

  @Test
  void mapDropsResultsThatNobodyAskedFor() {
    pool.submit((w, n) -> w.task(Worker::square, n).remote(), 9);

    assertThat(list(pool.map((w, n) -> w.task(Worker::square, n).remote(), List.of(1, 2))))
        .containsExactly(1, 4);
  }
}
