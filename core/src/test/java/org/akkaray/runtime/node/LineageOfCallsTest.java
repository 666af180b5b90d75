package org.akkaray.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.akkaray.exception.RayTaskException;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.CurrentRuntime;
import org.akkaray.runtime.gcs.EventRecord;
import org.akkaray.runtime.gcs.TaskRecord;
import org.akkaray.runtime.gcs.TaskRecord.State;
import org.akkaray.runtime.remote.CallSpecs;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineageOfCallsTest {
  private static final Duration WAIT = Duration.ofSeconds(60);

  private static CountDownLatch gate = new CountDownLatch(0);
  private static AtomicInteger attempts = new AtomicInteger();

  private final RecordingLineageLog log = new RecordingLineageLog();
  private JobRuntime runtime;

  static int add(int a, int b) {
    return a + b;
  }

  static int outer(int n) {
    return Ray.get(Ray.task(LineageOfCallsTest::add, n, 1).setName("inner").remote());
  }

  static int pass(int n) throws InterruptedException {
    gate.await();
    return n;
  }

  static int failsAtFirst() {
    if (attempts.incrementAndGet() < 3) {
      throw new IllegalStateException("not yet");
    }
    return attempts.get();
  }

  static int fails() {
    throw new IllegalStateException("no");
  }

  static final class Counter {
    private int value;

    Counter(int value) {
      this.value = value;
    }

    int add(int n) {
      return value += n;
    }
  }

  @BeforeEach
  void start() {
    Ray.init(RayConfig.builder().setCpus(2).build());
    runtime = (JobRuntime) CurrentRuntime.get();
    runtime
        .open()
        .services()
        .lineage()
        .connect(log, new CallSpecs(runtime.open().node().record().id(), log)::write);
  }

  @AfterEach
  void stop() {
    gate.countDown();
    Ray.shutdown();
  }

  private static TaskId task(ObjectRef<?> ref) {
    return ref.getId().getTaskId();
  }

  private TaskRecord record(ObjectRef<?> ref) {
    return log.record(task(ref));
  }

  @Test
  void aTaskLeavesWhatItIsAndWhatBecameOfIt() {
    ObjectRef<Integer> ref = Ray.task(LineageOfCallsTest::add, 1, 2).remote();
    assertThat(ref.get()).isEqualTo(3);
    awaitState(ref, State.FINISHED);
    TaskRecord record = record(ref);
    assertThat(record.name()).isEqualTo("LineageOfCallsTest.add");
    assertThat(record.kind()).isEqualTo(TaskRecord.Kind.TASK);
    assertThat(record.parent()).isEqualTo(TaskId.forDriver(record.job()));
    assertThat(record.submittedMicros()).isPositive();
    assertThat(record.startedMicros()).isGreaterThanOrEqualTo(record.submittedMicros());
    assertThat(record.endedMicros()).isGreaterThanOrEqualTo(record.startedMicros());
    assertThat(record.node()).isEqualTo(runtime.open().node().record().id());
  }

  @Test
  void aTaskHasItsCallerAsParentAndItsInputsAsDataEdges() {
    ObjectRef<Integer> input = Ray.put(5);
    ObjectRef<Integer> outer = Ray.task(LineageOfCallsTest::outer, input).remote();
    assertThat(outer.get()).isEqualTo(6);
    awaitState(outer, State.FINISHED);
    assertThat(record(outer).arguments()).containsExactly((ObjectId) input.getId());
    TaskRecord inner = log.named("inner");
    assertThat(inner.parent()).isEqualTo(task(outer));
  }

  @Test
  void aTaskThatRunsIsSeenRunningAndItsSpecIsThere() {
    gate = new CountDownLatch(1);
    ObjectRef<Integer> ref = Ray.task(LineageOfCallsTest::pass, 7).remote();
    awaitState(ref, State.RUNNING);
    assertThat(record(ref).spec()).isNotEmpty();
    assertThat(log.functions()).hasSize(1);
    ObjectRef<Integer> next = Ray.task(LineageOfCallsTest::add, ref, ref).remote();
    awaitState(next, State.WAITING_FOR_ARGUMENTS);
    Awaitility.await()
        .atMost(WAIT)
        .untilAsserted(() -> assertThat(log.now(task(next)).reason()).contains("its argument 1"));
    gate.countDown();
    awaitState(next, State.FINISHED);
  }

  @Test
  void attemptsThatFailedAreEvents() {
    attempts = new AtomicInteger();
    ObjectRef<Integer> ref =
        Ray.task(LineageOfCallsTest::failsAtFirst).setRetryExceptions(true).remote();
    assertThat(ref.get()).isEqualTo(3);
    awaitState(ref, State.FINISHED);
    assertThat(record(ref).attempt()).isEqualTo(2);
    assertThat(log.events())
        .extracting(EventRecord::kind, event -> event.details().get("attempt"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("attempt", "0"),
            org.assertj.core.groups.Tuple.tuple("attempt", "1"));
    assertThat(log.events().getFirst().details())
        .containsEntry("task", task(ref).toString())
        .containsEntry("reason", "java.lang.IllegalStateException: not yet");
  }

  @Test
  void aTaskThatFailedSaysSo() {
    ObjectRef<Integer> ref = Ray.task(LineageOfCallsTest::fails).remote();
    assertThatThrownBy(ref::get).isInstanceOf(RayTaskException.class);
    awaitState(ref, State.FAILED);
    assertThat(record(ref).reason()).contains("attempt 0 failed on node");
  }

  @Test
  void anActorsCallsAreAChain() {
    ActorHandle<Counter> counter = Ray.actor(Counter::new, 1).remote();
    List<ObjectRef<Integer>> calls =
        List.of(
            counter.task(Counter::add, 1).remote(),
            counter.task(Counter::add, 2).remote(),
            counter.task(Counter::add, 3).remote());
    assertThat(Ray.get(calls)).containsExactly(2, 4, 7);
    calls.forEach(call -> awaitState(call, State.FINISHED));
    assertThat(record(calls.get(0)).previous()).isNull();
    assertThat(record(calls.get(1)).previous()).isEqualTo(task(calls.get(0)));
    assertThat(record(calls.get(2)).previous()).isEqualTo(task(calls.get(1)));
    assertThat(record(calls.get(2)).actor()).isEqualTo(counter.getId());
    assertThat(record(calls.get(2)).kind()).isEqualTo(TaskRecord.Kind.ACTOR_METHOD);
  }

  private void awaitState(ObjectRef<?> ref, State state) {
    Awaitility.await()
        .atMost(WAIT)
        .untilAsserted(() ->
            assertThat(log.record(task(ref)))
                .isNotNull()
                .extracting(TaskRecord::state)
                .isEqualTo(state));
  }
}
