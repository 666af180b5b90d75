package org.akkaray.benchmarks.rows;

import java.util.List;
import org.akkaray.ActorHandle;
import org.akkaray.Ray;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Row;

/**
 * Calls of actors' methods that do nothing; the 1:1 rows beside Akka's are in {@link AkkaPairs}.
 */
final class ActorRows implements RowGroup {
  private static final String CONCURRENT = "1:1 actor calls concurrent";
  private static final String ONE_TO_N = "1:n actor calls async";
  static final String N_TO_N = "n:n actor calls async";
  private static final String N_TO_N_ARG = "n:n actor calls with arg async";

  private static final int TASKS = 4;

  @Override
  public void run(Bench bench) {
    if (bench.selects(CONCURRENT, ONE_TO_N, N_TO_N, N_TO_N_ARG)) {
      Sessions.onThisMachine(() -> measure(bench));
    }
  }

  private static void measure(Bench bench) {
    if (bench.selects(CONCURRENT)) {
      ActorHandle<Server> server = Ray.actor(Server::new).setMaxConcurrency(16).remote();
      bench.time(
          Row.rate(
              CONCURRENT,
              1000,
              () -> Actors.getAll(1000, i -> server.task(Server::smallValue).remote())));
    }
    if (bench.selects(ONE_TO_N)) {
      ActorHandle<Client> client = Ray.actor(Client::new, Actors.servers()).remote();
      bench.time(
          Row.rate(
              ONE_TO_N,
              5000.0 * Actors.SERVERS,
              () -> Ray.get(client.task(Client::call, 5000).remote())));
    }
    if (bench.selects(N_TO_N)) {
      List<ActorHandle<Server>> servers = Actors.servers();
      bench.time(
          Row.rate(
              N_TO_N,
              5000.0 * TASKS,
              () -> Actors.getAll(TASKS, i -> Ray.task(Client::spread, servers, 5000).remote())));
    }
    if (bench.selects(N_TO_N_ARG)) {
      List<ActorHandle<Client>> clients =
          Actors.servers().stream()
              .map(server -> Ray.actor(Client::new, List.of(server)).remote())
              .toList();
      bench.time(
          Row.rate(
              N_TO_N_ARG,
              1000.0 * Actors.SERVERS,
              () ->
                  Actors.getAll(
                      clients.size(),
                      i -> clients.get(i).task(Client::callWithArgument, 1000).remote())));
    }
  }
}
