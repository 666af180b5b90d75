package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.SOON;
import static org.akkaray.behaviour.SharedNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.exception.RayTaskException;
import org.akkaray.exception.RayTimeoutException;
import org.akkaray.exception.TaskCancelledException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RetriesTest {
  @RegisterExtension static final SharedNode NODE = SharedNode.withCpus(2);

  private static final List<Integer> ATTEMPTS = new CopyOnWriteArrayList<>();
  private static final AtomicBoolean INTERRUPTED = new AtomicBoolean();
  private static volatile CountDownLatch gate = new CountDownLatch(0);

  @BeforeEach
  void reset() {
    ATTEMPTS.clear();
    INTERRUPTED.set(false);
    gate = new CountDownLatch(1);
  }

  private static int noteAttempt() {
    int attempt = Ray.getRuntimeContext().getAttemptNumber();
    ATTEMPTS.add(attempt);
    return attempt;
  }

  static int failBefore(int attempt) throws IOException {
    if (noteAttempt() < attempt) {
      throw new IOException("attempt " + ATTEMPTS.getLast());
    }
    return attempt;
  }

  /**
   * The first attempt takes most of the time allowed and fails, the second one most of it again.
   */
  static int slowTwice(long millis) throws Exception {
    int attempt = noteAttempt();
    gate.await(millis, TimeUnit.MILLISECONDS);
    if (attempt == 0) {
      throw new IOException("once");
    }
    return attempt;
  }

  static int failThenBlock() throws Exception {
    if (noteAttempt() == 0) {
      throw new IOException("once");
    }
    try {
      gate.await();
    } catch (InterruptedException e) {
      INTERRUPTED.set(true);
      throw e;
    }
    return 1;
  }

  @Test
  void anAttemptKnowsItsNumberAndTheFailureNamesTheLast() {
    ObjectRef<Integer> ref =
        Ray.task(RetriesTest::failBefore, 9)
            .setName("flaky")
            .setMaxRetries(2)
            .setRetryExceptions(IOException.class)
            .remote();

    assertThatThrownBy(() -> ref.get(SOON))
        .isInstanceOfSatisfying(
            RayTaskException.class,
            e -> {
              assertThat(e.getTaskName()).isEqualTo("flaky");
              assertThat(e.getNode()).isEqualTo("node-one");
              assertThat(e.getAttempt()).isEqualTo(2);
            })
        .hasMessageContainingAll("flaky", "node-one", "attempt 3")
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("attempt 2");
    assertThat(ATTEMPTS).containsExactly(0, 1, 2);
  }

  @Test
  void minusOneRetriesWithoutEnd() {
    assertThat(
            Ray.task(RetriesTest::failBefore, 50)
                .setMaxRetries(-1)
                .setRetryExceptions(true)
                .remote()
                .get(SOON))
        .isEqualTo(50);
    assertThat(ATTEMPTS).hasSize(51);
  }

  @Test
  void theTimeoutIsThatOfOneAttempt() {
    assertThat(
            Ray.task(RetriesTest::slowTwice, 600L)
                .setTimeout(Duration.ofMillis(1000))
                .setRetryExceptions(true)
                .remote()
                .get(SOON))
        .isEqualTo(1);
  }

  @Test
  void aTimeoutEndsTheCallAndInterruptsIt() {
    gate = new CountDownLatch(1);
    ObjectRef<Integer> ref =
        Ray.task(RetriesTest::failThenBlock)
            .setName("stuck")
            .setRetryExceptions(true)
            .setTimeout(Duration.ofMillis(200))
            .remote();

    assertThatThrownBy(() -> ref.get(SOON))
        .isInstanceOf(RayTimeoutException.class)
        .hasMessageContainingAll("stuck", "PT0.2S");
    await().untilTrue(INTERRUPTED);
    assertThat(ATTEMPTS).containsExactly(0, 1);
  }

  @Test
  void anAttemptAfterAFailureCanBeCancelled() {
    ObjectRef<Integer> ref = Ray.task(RetriesTest::failThenBlock).setRetryExceptions(true).remote();
    await().until(() -> ATTEMPTS.size() == 2);

    ref.cancel();

    assertThatThrownBy(() -> ref.get(SOON)).isInstanceOf(TaskCancelledException.class);
    await().untilTrue(INTERRUPTED);
  }
}
