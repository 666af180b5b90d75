package org.akkaray.benchmarks.rows;

import java.util.List;
import org.akkaray.ActorHandle;
import org.akkaray.Ray;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Row;

/** Calls of actors' methods that return a future: what Ray calls an async actor. */
final class FutureActorRows implements RowGroup {
  private static final String SYNC = "1:1 async-actor calls sync";
  private static final String ASYNC = "1:1 async-actor calls async";
  private static final String WITH_ARGS = "1:1 async-actor calls with args async";
  private static final String ONE_TO_N = "1:n async-actor calls async";
  private static final String N_TO_N = "n:n async-actor calls async";

  private static final int TASKS = 4;

  @Override
  public void run(Bench bench) {
    if (bench.selects(SYNC, ASYNC, WITH_ARGS, ONE_TO_N, N_TO_N)) {
      Sessions.onThisMachine(() -> measure(bench));
    }
  }

  private static void measure(Bench bench) {
    ActorHandle<Server> server = Ray.actor(Server::new).remote();
    bench.time(Row.rate(SYNC, 1, () -> Ray.get(server.task(Server::futureValue).remote())));
    bench.time(
        Row.rate(
            ASYNC,
            1000,
            () -> Actors.getAll(1000, i -> server.task(Server::futureValue).remote())));
    bench.time(
        Row.rate(
            WITH_ARGS,
            1000,
            () -> Actors.getAll(1000, i -> server.task(Server::futureValueOf, i).remote())));
    if (bench.selects(ONE_TO_N)) {
      ActorHandle<Client> client = Ray.actor(Client::new, Actors.servers()).remote();
      bench.time(
          Row.rate(
              ONE_TO_N,
              5000.0 * Actors.SERVERS,
              () -> Ray.get(client.task(Client::callFutures, 5000).remote())));
    }
    if (bench.selects(N_TO_N)) {
      List<ActorHandle<Server>> servers = Actors.servers();
      bench.time(
          Row.rate(
              N_TO_N,
              5000.0 * TASKS,
              () ->
                  Actors.getAll(
                      TASKS, i -> Ray.task(Client::spreadFutures, servers, 5000).remote())));
    }
  }
}
