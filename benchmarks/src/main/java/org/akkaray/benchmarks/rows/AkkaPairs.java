package org.akkaray.benchmarks.rows;

import org.akkaray.ActorHandle;
import org.akkaray.Ray;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Row;

/** Calls of one actor beside messages to a plain Akka actor from the same thread, in turns. */
final class AkkaPairs implements RowGroup {
  static final String ACTOR_SYNC = "1:1 actor calls sync";
  static final String AKKA_ASK = "raw akka ask";
  static final String ACTOR_ASYNC = "1:1 actor calls async";
  static final String AKKA_TELL = "raw akka tell";

  private static final int BATCH = 1000;

  @Override
  public void run(Bench bench) {
    if (bench.selects(ACTOR_SYNC, AKKA_ASK, ACTOR_ASYNC, AKKA_TELL)) {
      Sessions.onThisMachine(() -> measure(bench));
    }
  }

  private static void measure(Bench bench) {
    ActorHandle<Server> server = Ray.actor(Server::new).remote();
    try (RawActor raw = new RawActor()) {
      bench.time(
          Row.rate(ACTOR_SYNC, 1, () -> Ray.get(server.task(Server::smallValue).remote())),
          Row.rate(AKKA_ASK, 1, raw::ask));
      bench.time(
          Row.rate(
              ACTOR_ASYNC,
              BATCH,
              () -> Actors.getAll(BATCH, i -> server.task(Server::smallValue).remote())),
          Row.rate(AKKA_TELL, BATCH, () -> raw.tell(BATCH)));
    }
  }
}
