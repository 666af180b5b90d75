package org.akkaray.util;

import static org.akkaray.OneNode.A_MOMENT;
import static org.akkaray.OneNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.akkaray.BaseActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.OneNode;
import org.akkaray.Ray;
import org.akkaray.exception.ActorDiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneNode.class)
class RayQueueTest {
  private final RayQueue<String> queue = RayQueue.create(2);

  @AfterEach
  void end() {
    queue.shutdown();
  }

  static void produce(RayQueue<Integer> queue, int from, int to) {
    for (int n = from; n < to; n++) {
      queue.put(n);
    }
  }

  static long consume(RayQueue<Integer> queue, int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += queue.get();
    }
    return sum;
  }

  static String take(RayQueue<String> queue) {
    return queue.get();
  }

  static void give(RayQueue<String> queue, String item) {
    queue.put(item);
  }

  @Test
  void itemsComeInTheOrderTheyWereGiven() {
    RayQueue<Integer> unlimited = RayQueue.create();
    produce(unlimited, 0, 100);

    assertThat(unlimited.size()).isEqualTo(100);
    assertThat(unlimited.isFull()).isFalse();
    assertThat(unlimited.getNoWaitBatch(60)).isEqualTo(IntStream.range(0, 60).boxed().toList());
    assertThat(IntStream.range(60, 100).mapToObj(n -> unlimited.get()).toList())
        .isEqualTo(IntStream.range(60, 100).boxed().toList());
    assertThat(unlimited.isEmpty()).isTrue();
    unlimited.shutdown();
  }

  @Test
  void aFullQueueRefusesOrWaits() {
    queue.putNoWaitBatch(List.of("a", "b"));

    assertThat(queue.isFull()).isTrue();
    assertThat(queue.getMaxSize()).isEqualTo(2);
    assertThatThrownBy(() -> queue.putNoWait("c"))
        .isInstanceOf(QueueFullException.class)
        .hasMessageContaining("2");
    assertThatThrownBy(() -> queue.put("c", A_MOMENT)).isInstanceOf(QueueFullException.class);
    ObjectRef<Void> putting = Ray.task(RayQueueTest::give, queue, "c").remote();
    assertThat(Ray.wait(List.of(putting), 1, A_MOMENT).getReady()).isEmpty();

    assertThat(queue.get()).isEqualTo("a");

    assertThat(putting.get(SOON)).isNull();
    assertThat(queue.getNoWaitBatch(2)).containsExactly("b", "c");
  }

  @Test
  void anEmptyQueueRefusesOrWaits() {
    assertThatThrownBy(queue::getNoWait).isInstanceOf(QueueEmptyException.class);
    assertThatThrownBy(() -> queue.get(A_MOMENT)).isInstanceOf(QueueEmptyException.class);
    ObjectRef<String> taking = Ray.task(RayQueueTest::take, queue).remote();
    assertThat(Ray.wait(List.of(taking), 1, A_MOMENT).getReady()).isEmpty();

    queue.put("late");

    assertThat(taking.get(SOON)).isEqualTo("late");
  }

  @Test
  void batchesAreAllOrNothing() {
    queue.put("a");

    assertThatThrownBy(() -> queue.putNoWaitBatch(List.of("b", "c")))
        .isInstanceOf(QueueFullException.class)
        .hasMessageContainingAll("1", "2");
    assertThatThrownBy(() -> queue.getNoWaitBatch(2))
        .isInstanceOf(QueueEmptyException.class)
        .hasMessageContaining("2");
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.getNoWaitBatch(0)).isEmpty();
  }

  @Test
  void nullAndReferencesAreItems() {
    queue.put(null);
    assertThat(queue.get(SOON)).isNull();

    RayQueue<ObjectRef<Integer>> refs = RayQueue.create();
    ObjectRef<Integer> ref = Ray.put(5);
    refs.put(ref);
    assertThat(refs.get(SOON)).isEqualTo(ref);
    refs.shutdown();
  }

  @Test
  void manyProducersAndConsumersShareIt() {
    RayQueue<Integer> shared = RayQueue.create(10);
    List<ObjectRef<Void>> producers =
        IntStream.range(0, 8)
            .mapToObj(p -> Ray.task(RayQueueTest::produce, shared, 100 * p, 100 * p + 100).remote())
            .toList();
    List<ObjectRef<Long>> consumers =
        IntStream.range(0, 8)
            .mapToObj(c -> Ray.task(RayQueueTest::consume, shared, 100).remote())
            .toList();

    assertThat(Ray.get(consumers, SOON).stream().mapToLong(n -> n).sum()).isEqualTo(319_600);
    Ray.get(producers, SOON);
    assertThat(shared.isEmpty()).isTrue();
    shared.shutdown();
  }

  @Test
  void manyWhoWaitForRoomDoNotKeepOutWhoMakesRoom() {
    RayQueue<String> small = RayQueue.create(1);
    small.put("first");
    List<ObjectRef<Void>> waiting =
        IntStream.range(0, 200)
            .mapToObj(n -> Ray.task(RayQueueTest::give, small, "item").setCpus(0).remote())
            .toList();

    for (int i = 0; i < 201; i++) {
      assertThat(small.get(SOON)).isNotNull();
    }

    Ray.get(waiting, SOON);
    small.shutdown();
  }

  @Test
  void aQueueCanHaveANameAndEnds() {
    RayQueue<String> named = RayQueue.create(0, options -> options.setName("the-queue"));
    named.put("x");
    assertThat(Ray.<BaseActorHandle>getActor("the-queue")).isPresent();

    named.shutdown();

    assertThatThrownBy(() -> named.put("y")).isInstanceOf(ActorDiedException.class);
    assertThatThrownBy(() -> RayQueue.create(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("maxSize", "-1");
    assertThatThrownBy(() -> queue.get(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeout");
  }
}
