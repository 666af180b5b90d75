package org.akkaray;

import static org.akkaray.OneNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.akkaray.exception.ObjectLostException;
import org.akkaray.exception.RayException;
import org.akkaray.exception.RayTaskException;
import org.akkaray.exception.SerializationException;
import org.akkaray.function.RayFunc0;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/**
 * What a user is told when something goes wrong, read as a user would; the other rows are in the
 * tests of each part.
 */
@ExtendWith(OneNode.class)
class ErrorTableTest {
  private static volatile CountDownLatch gate = new CountDownLatch(0);

  /** An exception with something inside that cannot be copied. */
  static class Stuck extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial")
    private final Thread thread = Thread.currentThread();

    Stuck(String message) {
      super(message);
    }
  }

  /** A value that holds something that cannot be sent. */
  static class Holder {
    String name = "x";
    Inner inner = new Inner();
  }

  static class Inner {
    Thread worker = Thread.currentThread();
  }

  static class Node {
    Node next;
    int value;
  }

  static int stuck() {
    throw new Stuck("cannot travel");
  }

  static int one() {
    return 1;
  }

  static int outer() {
    return Ray.task(ErrorTableTest::middle).setName("middle").remote().get();
  }

  static int middle() {
    return Ray.task(ErrorTableTest::inner).setName("inner").remote().get();
  }

  static int inner() {
    throw new IllegalStateException("at the bottom");
  }

  static String nameOf(Holder holder) {
    return holder.name;
  }

  static Thread notAValue() {
    return Thread.currentThread();
  }

  static int afterGate() throws InterruptedException {
    gate.await();
    return 1;
  }

  static int plus(int a, int b) {
    return a + b;
  }

  static int length(Node node) {
    int length = 0;
    for (Node n = node; n != null && length < 1_000_000; n = n.next) {
      length++;
    }
    return length;
  }

  @Test
  void aFailedTaskNamesTaskNodeAndAttemptAndKeepsTheRemoteTrace() {
    Throwable thrown =
        catchThrowable(() -> Ray.task(ErrorTableTest::inner).setName("the-task").remote().get());

    assertThat(thrown)
        .isInstanceOf(RayTaskException.class)
        .hasMessageContainingAll("the-task", "the-node", "attempt", "at the bottom");
    assertThat(thrown.getCause()).isExactlyInstanceOf(IllegalStateException.class);
    assertThat(thrown.getCause().getStackTrace())
        .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("inner"));
  }

  @Test
  void nestedFailuresChain() {
    Throwable thrown =
        catchThrowable(() -> Ray.task(ErrorTableTest::outer).setName("outer").remote().get());

    assertThat(thrown).isInstanceOf(RayTaskException.class).hasMessageContaining("outer");
    assertThat(thrown.getCause())
        .isInstanceOf(RayTaskException.class)
        .hasMessageContaining("middle");
    assertThat(thrown.getCause().getCause())
        .isInstanceOf(RayTaskException.class)
        .hasMessageContaining("inner");
    assertThat(thrown).hasRootCauseMessage("at the bottom");
  }

  @Test
  void anExceptionThatCannotTravelIsReplacedByAStandIn() {
    Throwable thrown = catchThrowable(() -> Ray.task(ErrorTableTest::stuck).remote().get());

    assertThat(thrown)
        .isInstanceOf(RayTaskException.class)
        .hasStackTraceContaining(Stuck.class.getName())
        .hasStackTraceContaining("cannot travel")
        .hasStackTraceContaining("ErrorTableTest.stuck");
  }

  @Test
  void anArgumentThatCannotBeSentIsRefusedAtOnceWithItsFieldPath() {
    assertThatThrownBy(() -> Ray.task(ErrorTableTest::nameOf, new Holder()).remote())
        .isInstanceOf(SerializationException.class)
        .hasMessageContainingAll("Argument 1", "nameOf", "inner.worker", "Thread");
    assertThatThrownBy(() -> Ray.put(new Holder()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("inner.worker");
  }

  @Test
  void aResultThatCannotBeSentIsTheTasksFailure() {
    assertThatThrownBy(() -> Ray.task(ErrorTableTest::notAValue).remote().get())
        .isInstanceOf(RayException.class)
        .hasStackTraceContaining("notAValue")
        .hasStackTraceContaining("Thread");
  }

  @Test
  void aLambdaThatCapturesWhatCannotBeSentIsRefusedAtOnce() {
    ReentrantLock lock = new ReentrantLock();
    Thread captured = Thread.currentThread();
    RayFunc0<Integer> function = () -> captured.isAlive() && !lock.isLocked() ? 1 : 0;

    assertThatThrownBy(() -> Ray.task(function).remote())
        .isInstanceOf(SerializationException.class)
        .hasMessageContainingAll("captured", "Thread");
  }

  @Test
  void whatIsNoLambdaOrMethodReferenceIsRefusedAtOnce() {
    RayFunc0<Integer> object =
        new RayFunc0<>() {
          private static final long serialVersionUID = 1;

          @Override
          public Integer apply() {
            return 1;
          }
        };

    assertThatThrownBy(() -> Ray.task(object).remote())
        .hasMessageContainingAll("method reference", "lambda");
  }

  @Test
  void cyclesAreCopiedAndDepthHasItsLimit() {
    Node ring = new Node();
    ring.next = new Node();
    ring.next.next = ring;
    Node copy = Ray.put(ring).get();
    assertThat(copy.next.next).isSameAs(copy).isNotSameAs(ring);

    Node deep = new Node();
    for (int i = 0; i < 200_000; i++) {
      Node above = new Node();
      above.next = deep;
      deep = above;
    }
    Node deepest = deep;
    Throwable thrown =
        catchThrowable(() -> Ray.task(ErrorTableTest::length, deepest).remote().get());
    assertThat(thrown).isInstanceOf(SerializationException.class).hasMessageContaining("deep");
  }

  @Test
  void whatNoNodeHasStaysPendingWithOneWarning() {
    Logger logger = (Logger) LoggerFactory.getLogger("org.akkaray");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    try {
      List<ObjectRef<Integer>> refs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        refs.add(Ray.task(ErrorTableTest::one).setResource("warp-drive", 1.0).remote());
      }

      assertThat(Ray.wait(refs, 1, OneNode.A_MOMENT).getReady()).isEmpty();
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(List.copyOf(appender.list))
                  .filteredOn(event -> event.getLevel() == Level.WARN)
                  .filteredOn(event -> event.getFormattedMessage().contains("warp-drive"))
                  .singleElement()
                  .extracting(ILoggingEvent::getFormattedMessage)
                  .asString()
                  .contains("warp-drive", "tpu", "pending"));
      refs.forEach(ObjectRef::cancel);
    } finally {
      logger.detachAppender(appender);
    }
  }

  @Test
  void aTimeoutSaysWhatTheTaskWaitsFor() {
    gate = new CountDownLatch(1);
    ObjectRef<Integer> slow = Ray.task(ErrorTableTest::afterGate).setName("slow").remote();
    ObjectRef<Integer> sum = Ray.task(ErrorTableTest::plus, slow, 1).setName("sum").remote();
    ObjectRef<Integer> starved =
        Ray.task(ErrorTableTest::one).setName("starved").setCpus(4).remote();

    assertThatThrownBy(() -> sum.get(OneNode.A_MOMENT)).hasMessageContainingAll("sum", "argument");
    assertThatThrownBy(() -> slow.get(OneNode.A_MOMENT)).hasMessageContainingAll("slow", "running");
    assertThatThrownBy(() -> starved.get(OneNode.A_MOMENT))
        .hasMessageContainingAll("starved", "queued");
    gate.countDown();
    assertThat(sum.get(SOON)).isEqualTo(2);
    assertThat(starved.get(SOON)).isEqualTo(1);
  }

  @Test
  void aLostObjectNamesItselfItsTaskAndTheReason() {
    ObjectRef<Map<String, Integer>> ref = Ray.put(new HashMap<>(Map.of("a", 1)));
    ref.free();

    assertThatThrownBy(() -> Ray.task((Map<String, Integer> map) -> map.size(), ref).remote().get())
        .isInstanceOf(ObjectLostException.class)
        .hasMessageContainingAll(ref.getId().toString(), "freed");
  }
}
