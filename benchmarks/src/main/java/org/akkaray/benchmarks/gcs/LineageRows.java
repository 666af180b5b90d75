package org.akkaray.benchmarks.gcs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Row;
import org.akkaray.benchmarks.rows.RowGroup;

/**
 * Ray's rows with the calls' lineage in a control store on H2 (mode async) and without, in turns:
 * two nodes in this JVM, of which one rests.
 */
public final class LineageRows implements RowGroup {
  private static final int BATCH = 1000;

  /** The actor whose method does nothing. */
  static final class Nothing {
    byte[] smallValue() {
      return LineageRows.smallValue();
    }
  }

  static byte[] smallValue() {
    return new byte[] {'o', 'k'};
  }

  @Override
  public void run(Bench bench) {
    if (!bench.selects(
        GcsRowNames.TASKS_SYNC_LOGGED,
        GcsRowNames.TASKS_ASYNC_LOGGED,
        GcsRowNames.ACTOR_SYNC_LOGGED,
        GcsRowNames.ACTOR_ASYNC_LOGGED)) {
      return;
    }
    Path folder = BenchControlStore.temporaryFolder();
    try (BenchSession logged = BenchSession.withLineage(folder);
        BenchSession plain = BenchSession.plain()) {
      time(
          bench,
          GcsRowNames.TASKS_SYNC_LOGGED,
          GcsRowNames.TASKS_SYNC_PLAIN,
          1,
          logged.code(LineageRows::oneTask),
          plain.code(LineageRows::oneTask));
      time(
          bench,
          GcsRowNames.TASKS_ASYNC_LOGGED,
          GcsRowNames.TASKS_ASYNC_PLAIN,
          BATCH,
          logged.code(LineageRows::tasks),
          plain.code(LineageRows::tasks));
      ActorHandle<Nothing> there = logged.in(() -> Ray.actor(Nothing::new).remote());
      ActorHandle<Nothing> here = plain.in(() -> Ray.actor(Nothing::new).remote());
      time(
          bench,
          GcsRowNames.ACTOR_SYNC_LOGGED,
          GcsRowNames.ACTOR_SYNC_PLAIN,
          1,
          logged.code(() -> there.task(Nothing::smallValue).remote().get()),
          plain.code(() -> here.task(Nothing::smallValue).remote().get()));
      time(
          bench,
          GcsRowNames.ACTOR_ASYNC_LOGGED,
          GcsRowNames.ACTOR_ASYNC_PLAIN,
          BATCH,
          logged.code(() -> getAll(() -> there.task(Nothing::smallValue).remote())),
          plain.code(() -> getAll(() -> here.task(Nothing::smallValue).remote())));
    } finally {
      BenchControlStore.delete(folder);
    }
  }

  private static void time(
      Bench bench, String logged, String plain, double calls, Supplier<?> one, Supplier<?> other) {
    bench.time(Row.rate(logged, calls, one::get), Row.rate(plain, calls, other::get));
  }

  private static byte[] oneTask() {
    return Ray.task(LineageRows::smallValue).remote().get();
  }

  private static int tasks() {
    return getAll(() -> Ray.task(LineageRows::smallValue).remote());
  }

  private static int getAll(Supplier<ObjectRef<byte[]>> call) {
    List<ObjectRef<byte[]>> refs = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      refs.add(call.get());
    }
    return Ray.get(refs).size();
  }
}
