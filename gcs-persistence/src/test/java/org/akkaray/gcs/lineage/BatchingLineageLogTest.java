package org.akkaray.gcs.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.akkaray.gcs.table.Records;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.EventRecord;
import org.akkaray.runtime.gcs.FunctionRecord;
import org.akkaray.runtime.gcs.LineageEntry;
import org.akkaray.runtime.gcs.LineageLog;
import org.akkaray.runtime.gcs.LineageSource;
import org.akkaray.runtime.gcs.TaskRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BatchingLineageLogTest {
  private static final Duration WAIT = Duration.ofSeconds(60);

  private final HeldTable<TaskId, TaskRecord> tasks = new HeldTable<>(TaskRecord::id);
  private final HeldTable<String, FunctionRecord> functions = new HeldTable<>(FunctionRecord::hash);
  private final HeldTable<UniqueId, EventRecord> events = new HeldTable<>(EventRecord::id);

  /** A call as the runtime has it. */
  private static final class Call extends LineageEntry implements LineageSource {
    private final TaskId id;
    private volatile boolean over;
    private volatile boolean isShort;
    private volatile boolean needed = true;

    Call(long index) {
      id = Records.id(index);
    }

    Call end(boolean isNeeded) {
      needed = isNeeded;
      over = true;
      return this;
    }

    @Override
    public boolean leavesNothing() {
      return isShort;
    }

    @Override
    public boolean isFollowed() {
      return true;
    }

    @Override
    public LineageEntry lineage(long submittedMicros) {
      return this;
    }

    @Override
    public TaskId id() {
      return id;
    }

    @Override
    public boolean isOver() {
      return over;
    }

    @Override
    public boolean isNeeded() {
      return needed;
    }

    @Override
    public TaskRecord toRecord() {
      return Records.task(id, over ? TaskRecord.State.FINISHED : TaskRecord.State.RUNNING);
    }
  }

  private LineageLog open(LineageSettings.Mode mode, int bound, int historyPerSecond, int history) {
    return BatchingLineageLog.open(
        new LineageSettings(
            mode, Duration.ofMillis(2), Duration.ofMillis(5), bound, historyPerSecond, history),
        tasks,
        functions,
        events);
  }

  @Test
  void allCallsOfManySubmittersAreWritten() throws Exception {
    try (LineageLog log = open(LineageSettings.Mode.ASYNC, 200_000, 0, 100)) {
      List<Thread> submitters =
          IntStream.range(0, 4)
              .mapToObj(i ->
                  Thread.ofVirtual()
                      .start(() ->
                          LongStream.range(i * 5_000L, (i + 1) * 5_000L)
                              .forEach(index -> log.submitted(new Call(index)))))
              .toList();
      for (Thread submitter : submitters) {
        submitter.join();
      }
      assertThat(log.flush(WAIT)).isTrue();
      assertThat(tasks.rows()).hasSize(20_000);
      assertThat(log.stats().written()).isEqualTo(20_000);
      assertThat(log.stats().waiting()).isZero();
    }
  }

  @Test
  void aCallThatIsOverAndNeededByNobodyIsNotWritten() {
    try (LineageLog log = open(LineageSettings.Mode.ASYNC, 1000, 0, 100)) {
      log.submitted(new Call(1).end(false));
      log.submitted(new Call(2).end(true));
      log.submitted(new Call(3));
      assertThat(log.flush(WAIT)).isTrue();
      assertThat(tasks.rows()).containsOnlyKeys(Records.id(2), Records.id(3));
      assertThat(log.stats().skipped()).isEqualTo(1);
    }
  }

  @Test
  void aShortCallIsNotEvenAskedForItsRecord() {
    try (LineageLog log = open(LineageSettings.Mode.ASYNC, 1000, 100, 100)) {
      Call call = new Call(1);
      call.isShort = true;
      log.submitted(call);
      assertThat(log.flush(WAIT)).isTrue();
      assertThat(tasks.rows()).isEmpty();
      assertThat(log.stats().skipped()).isEqualTo(1);
    }
  }

  @Test
  void aCallThatWasWrittenBeforeItsEndIsWrittenAgainOrGoes() {
    try (LineageLog log = open(LineageSettings.Mode.ASYNC, 1000, 1, 100)) {
      List<Call> calls = List.of(new Call(1), new Call(2));
      calls.forEach(log::submitted);
      assertThat(log.flush(WAIT)).isTrue();
      assertThat(tasks.rows().values())
          .extracting(TaskRecord::state)
          .containsOnly(TaskRecord.State.RUNNING);
      calls.forEach(call -> log.changed(call.end(false)));
      assertThat(log.flush(WAIT)).isTrue();
      Awaitility.await().atMost(WAIT).until(() -> tasks.rows().size() == 1); // for people
      assertThat(tasks.rows().values())
          .extracting(TaskRecord::state)
          .containsOnly(TaskRecord.State.FINISHED);
    }
  }

  @Test
  void ofANodesEventsTheLatestAreKept() {
    try (LineageLog log = open(LineageSettings.Mode.ASYNC, 1000, 0, 10)) {
      for (int i = 0; i < 35; i++) {
        log.happened(
            new EventRecord(
                UniqueId.randomId(), "transfer", "event " + i, UniqueId.of(1, 1), Map.of(), i, i));
      }
      assertThat(log.flush(WAIT)).isTrue();
      Awaitility.await().atMost(WAIT).until(() -> events.rows().size() == 10);
      assertThat(events.rows().values())
          .extracting(EventRecord::startedMicros)
          .containsExactlyInAnyOrder(25L, 26L, 27L, 28L, 29L, 30L, 31L, 32L, 33L, 34L);
    }
  }

  @Test
  void ofCallsThatNobodyNeedsAsManyAsAllowedAreKeptForPeople() {
    try (LineageLog log = open(LineageSettings.Mode.ASYNC, 10_000, 50, 10)) {
      LongStream.range(0, 5_000).forEach(index -> log.submitted(new Call(index).end(false)));
      assertThat(log.flush(WAIT)).isTrue();
      assertThat(log.stats().written()).isBetween(50L, 500L);
      Awaitility.await().atMost(WAIT).until(() -> tasks.rows().size() == 10);
    }
  }

  @Test
  void forgottenCallsGoWhenOthersTakeTheirPlace() {
    try (LineageLog log = open(LineageSettings.Mode.ASYNC, 10_000, 0, 3)) {
      List<Call> calls = LongStream.range(0, 10).mapToObj(Call::new).toList();
      calls.forEach(log::submitted);
      assertThat(log.flush(WAIT)).isTrue();
      log.forget(calls.stream().map(call -> call.id).toList());
      Awaitility.await().atMost(WAIT).until(() -> tasks.rows().size() == 3);
      assertThat(tasks.rows()).containsOnlyKeys(Records.id(7), Records.id(8), Records.id(9));
    }
  }

  @Test
  void theCallsOfAJobThatIsOverGo() {
    try (LineageLog log = open(LineageSettings.Mode.ASYNC, 10_000, 0, 3)) {
      LongStream.range(0, 10).forEach(index -> log.submitted(new Call(index)));
      log.forget(JobId.fromInt(2));
      assertThat(tasks.rows()).hasSize(10);
      log.forget(JobId.fromInt(1));
      Awaitility.await().atMost(WAIT).until(() -> tasks.rows().isEmpty());
    }
  }

  @Test
  void inModeSyncACallIsDurableWhenSubmittedReturns() {
    try (LineageLog log = open(LineageSettings.Mode.SYNC, 10, 0, 3)) {
      log.submitted(new Call(1));
      assertThat(tasks.rows()).containsKey(Records.id(1));
    }
  }

  @Test
  void inModeOffNothingIsKept() {
    try (LineageLog log = open(LineageSettings.Mode.OFF, 10, 0, 3)) {
      log.submitted(new Call(1));
      assertThat(log.flush(WAIT)).isTrue();
      assertThat(tasks.rows()).isEmpty();
    }
  }

  @Test
  void aDatabaseThatStandsStillHoldsSubmittersUpAtTheBoundAndNotBefore() {
    try (LineageLog log = open(LineageSettings.Mode.ASYNC, 2_000, 0, 3)) {
      tasks.hold();
      LongStream.range(0, 2_000).forEach(index -> log.submitted(new Call(index)));
      List<Long> submitted = new ArrayList<>();
      CompletableFuture<Void> rest =
          CompletableFuture.runAsync(() ->
              LongStream.range(2_000, 40_000)
                  .forEach(index -> {
                    log.submitted(new Call(index));
                    synchronized (submitted) {
                      submitted.add(index);
                    }
                  }));
      Awaitility.await().atMost(WAIT).until(() -> log.stats().waits() > 0);
      assertThat(rest).isNotDone();
      assertThat(log.stats().waiting()).isBetween(2_000L, 10_000L);
      tasks.release();
      Awaitility.await().atMost(WAIT).until(rest::isDone);
      assertThat(log.flush(WAIT)).isTrue();
      assertThat(tasks.rows()).hasSize(40_000);
    }
  }

  @Test
  void whatTheStoreRefusedIsWrittenWhenItTakesItAgain() {
    try (LineageLog log = open(LineageSettings.Mode.ASYNC, 2_000, 0, 3)) {
      tasks.fail(true);
      LongStream.range(0, 500).forEach(index -> log.submitted(new Call(index)));
      Awaitility.await().atMost(WAIT).until(() -> tasks.refused() > 2);
      assertThat(log.stats().waiting()).isPositive();
      tasks.fail(false);
      assertThat(log.flush(WAIT)).isTrue();
      assertThat(tasks.rows()).hasSize(500);
    }
  }
}
