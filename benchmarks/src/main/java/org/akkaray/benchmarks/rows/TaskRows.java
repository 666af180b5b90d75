package org.akkaray.benchmarks.rows;

import java.util.List;
import java.util.stream.Stream;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.WaitResult;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Row;

/** Tasks that do nothing. */
final class TaskRows implements RowGroup {
  static final String SYNC = "single client tasks sync";
  static final String ASYNC = "single client tasks async";
  private static final String BATCH = "single client tasks and get batch";
  private static final String WAIT = "single client wait 1k refs";
  static final String MULTI = "multi client tasks async";

  private static final int CLIENTS = 4;
  private static final int TASKS_PER_CLIENT = 10_000;

  @Override
  public void run(Bench bench) {
    if (bench.selects(SYNC, ASYNC, BATCH, WAIT, MULTI)) {
      Sessions.onThisMachine(() -> measure(bench));
    }
  }

  private static void measure(Bench bench) {
    bench.time(Row.rate(BATCH, 1, () -> Ray.get(SmallValues.submit(1000))));
    bench.time(Row.rate(WAIT, 1, TaskRows::waitForOneAtATime));
    bench.time(Row.rate(SYNC, 1, () -> Ray.get(Ray.task(SmallValues::smallValue).remote())));
    bench.time(Row.rate(ASYNC, 1000, () -> Ray.get(SmallValues.submit(1000))));
    if (bench.selects(MULTI)) {
      List<ActorHandle<Server>> clients =
          Stream.generate(() -> Ray.actor(Server::new).remote()).limit(CLIENTS).toList();
      bench.time(
          Row.rate(
              MULTI,
              CLIENTS * TASKS_PER_CLIENT,
              () ->
                  Ray.get(
                      clients.stream()
                          .map(c -> c.task(Server::runTasks, TASKS_PER_CLIENT).remote())
                          .toList())));
    }
  }

  private static List<ObjectRef<byte[]>> waitForOneAtATime() {
    List<ObjectRef<byte[]>> left = SmallValues.submit(1000);
    while (!left.isEmpty()) {
      WaitResult<byte[]> result = Ray.wait(left, 1);
      left = result.getUnready();
    }
    return left;
  }
}
