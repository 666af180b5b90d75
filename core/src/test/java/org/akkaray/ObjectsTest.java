package org.akkaray;

import static org.akkaray.OneNode.A_MOMENT;
import static org.akkaray.OneNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.akkaray.exception.GetTimeoutException;
import org.akkaray.exception.ObjectLostException;
import org.akkaray.exception.RayTaskException;
import org.akkaray.exception.RayTimeoutException;
import org.akkaray.exception.TaskCancelledException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneNode.class)
class ObjectsTest {
  private static volatile CountDownLatch gate = new CountDownLatch(0);
  private static volatile CountDownLatch started = new CountDownLatch(0);
  private static final AtomicBoolean INTERRUPTED = new AtomicBoolean();

  @BeforeEach
  void closeTheGate() {
    gate = new CountDownLatch(1);
    started = new CountDownLatch(1);
    INTERRUPTED.set(false);
  }

  static int afterGate(int n) throws InterruptedException {
    started.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      INTERRUPTED.set(true);
      throw e;
    }
    return n;
  }

  static int plusOne(int n) {
    return n + 1;
  }

  static int fail(String message) {
    throw new IllegalArgumentException(message);
  }

  static List<Integer> withZero(List<Integer> list) {
    list.add(0);
    return list;
  }

  @Test
  void aValueIsCopiedWhenItIsPutAndWhenItIsRead() {
    List<Integer> list = new ArrayList<>(List.of(1));
    ObjectRef<List<Integer>> ref = Ray.put(list);
    list.add(2);

    assertThat(ref.get()).containsExactly(1);
    ref.get().add(3);
    assertThat(ref.get()).containsExactly(1);
    assertThat(Ray.task(ObjectsTest::withZero, ref).remote().get()).containsExactly(1, 0);
    assertThat(ref.get()).containsExactly(1);
  }

  @Test
  void manyObjectsAreReadInTheOrderOfTheirReferences() {
    List<ObjectRef<Integer>> refs = IntStream.range(0, 1000).mapToObj(Ray::put).toList();

    assertThat(Ray.get(refs)).isEqualTo(IntStream.range(0, 1000).boxed().toList());
    assertThat(Ray.get(List.<ObjectRef<Integer>>of())).isEmpty();
  }

  @Test
  void aGetEndsWithItsTimeoutAndSaysWhatItWaitedFor() {
    ObjectRef<Integer> slow = Ray.task(ObjectsTest::afterGate, 1).setName("slow-one").remote();

    assertThatThrownBy(() -> slow.get(A_MOMENT))
        .isInstanceOf(GetTimeoutException.class)
        .isInstanceOf(RayTimeoutException.class)
        .hasMessageContaining("slow-one");
    assertThatThrownBy(() -> slow.get(50)).isInstanceOf(GetTimeoutException.class);
    assertThatThrownBy(() -> Ray.get(slow, 50)).isInstanceOf(GetTimeoutException.class);
    assertThatThrownBy(() -> Ray.get(slow, 0)).isInstanceOf(GetTimeoutException.class);
    assertThatThrownBy(() -> Ray.get(List.of(Ray.put(1), slow), A_MOMENT))
        .isInstanceOf(GetTimeoutException.class);
    gate.countDown();
    assertThat(slow.get(SOON)).isEqualTo(1);
    assertThat(slow.get(-1)).isEqualTo(1);
    assertThat(Ray.get(slow, -1)).isEqualTo(1);
    assertThatThrownBy(() -> Ray.get(slow, -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("timeoutMs", "-2");
    assertThatThrownBy(() -> Ray.get(slow, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void waitGivesAsManyAsAskedForInTheOrderOfTheArguments() {
    ObjectRef<Integer> slow = Ray.task(ObjectsTest::afterGate, 1).remote();
    ObjectRef<Integer> one = Ray.put(1);
    ObjectRef<Integer> two = Ray.put(2);
    List<ObjectRef<Integer>> refs = List.of(one, slow, two);

    WaitResult<Integer> result = Ray.wait(refs, 2, SOON);
    assertThat(result.getReady()).containsExactly(one, two);
    assertThat(result.getUnready()).containsExactly(slow);
    assertThat(Ray.wait(refs, 1).getReady()).containsExactly(one);
    assertThat(Ray.wait(refs, 1).getUnready()).containsExactly(slow, two);
    assertThat(Ray.wait(refs, 3, 50).getReady()).containsExactly(one, two);
    assertThat(Ray.wait(refs, 3, Duration.ZERO, true).getUnready()).containsExactly(slow);
    gate.countDown();
    assertThat(Ray.wait(refs).getReady()).containsExactlyElementsOf(refs);
    assertThat(Ray.wait(refs, 3, Integer.MAX_VALUE, false).getUnready()).isEmpty();
  }

  @Test
  void waitCountsFailuresAsReady() {
    ObjectRef<Integer> failed = Ray.task(ObjectsTest::fail, "x").remote();

    assertThat(Ray.wait(List.of(failed), 1, SOON).getReady()).containsExactly(failed);
  }

  @Test
  void waitRefusesNumbersThatMakeNoSense() {
    List<ObjectRef<Integer>> refs = List.of(Ray.put(1));
    assertThatThrownBy(() -> Ray.wait(refs, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("numReturns", "0");
    assertThatThrownBy(() -> Ray.wait(refs, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("numReturns", "2");
    assertThatThrownBy(() -> Ray.wait(refs, 1, -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeoutMs");
    assertThat(Ray.wait(List.<ObjectRef<Integer>>of()).getReady()).isEmpty();
  }

  @Test
  void aFailureFlowsAlongTheDataEdges() {
    ObjectRef<Integer> failed = Ray.task(ObjectsTest::fail, "the cause").setName("first").remote();
    ObjectRef<Integer> dependent = Ray.task(ObjectsTest::plusOne, failed).remote();
    ObjectRef<Integer> further = Ray.task(ObjectsTest::plusOne, dependent).remote();

    assertThatThrownBy(() -> further.get(SOON))
        .isInstanceOf(RayTaskException.class)
        .hasMessageContainingAll("first", "the-node")
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasRootCauseMessage("the cause");
  }

  @Test
  void aFutureCompletesAsTheObjectDoes() {
    ObjectRef<Integer> slow = Ray.task(ObjectsTest::afterGate, 4).remote();
    CompletableFuture<Integer> future = slow.toFuture().thenApply(n -> n * 2);
    assertThat(future).isNotDone();
    gate.countDown();
    assertThat(future).succeedsWithin(SOON).isEqualTo(8);

    CompletableFuture<Integer> failing = Ray.task(ObjectsTest::fail, "no").remote().toFuture();
    assertThatThrownBy(failing::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(RayTaskException.class)
        .hasRootCauseMessage("no");
  }

  @Test
  void aRunningTaskThatIsCancelledIsInterrupted() throws Exception {
    ObjectRef<Integer> running = Ray.task(ObjectsTest::afterGate, 1).setName("victim").remote();
    ObjectRef<Integer> dependent = Ray.task(ObjectsTest::plusOne, running).remote();
    started.await();

    running.cancel();

    assertThatThrownBy(() -> running.get(SOON))
        .isInstanceOf(TaskCancelledException.class)
        .hasMessageContaining("victim");
    assertThatThrownBy(() -> dependent.get(SOON)).isInstanceOf(TaskCancelledException.class);
    Awaitility.await().atMost(SOON).untilTrue(INTERRUPTED);
  }

  @Test
  void aWaitingTaskThatIsCancelledNeverRuns() {
    ObjectRef<Integer> blocked = Ray.task(ObjectsTest::afterGate, 1).remote();
    ObjectRef<Integer> waiting = Ray.task(ObjectsTest::plusOne, blocked).remote();

    assertThat(waiting.cancel()).isTrue();
    assertThatThrownBy(() -> waiting.get(SOON)).isInstanceOf(TaskCancelledException.class);
    gate.countDown();
    assertThat(blocked.get(SOON)).isEqualTo(1);
    assertThat(blocked.cancel()).isFalse();
    assertThat(blocked.get()).isEqualTo(1);
  }

  @Test
  void whatWasFreedIsLost() {
    ObjectRef<String> ref = Ray.put("gone soon");
    ref.free();

    assertThatThrownBy(ref::get)
        .isInstanceOf(ObjectLostException.class)
        .hasMessageContainingAll(ref.getId().toString(), "free")
        .extracting("objectId", InstanceOfAssertFactories.type(Object.class))
        .isEqualTo(ref.getId());
  }

  @Test
  void referencesAreEqualById() {
    ObjectRef<Integer> ref = Ray.put(1);
    ObjectRef<Integer> copy = Ray.put(List.of(ref)).get().get(0);

    assertThat(copy).isEqualTo(ref).hasSameHashCodeAs(ref);
    assertThat(copy.get()).isEqualTo(1);
    assertThat(Ray.put(1)).isNotEqualTo(ref);
  }
}
