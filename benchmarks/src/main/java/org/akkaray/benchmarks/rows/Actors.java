package org.akkaray.benchmarks.rows;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;

/** Servers and clients of the rows about actors. */
final class Actors {
  /** How many servers there are in the 1:n and n:n rows: half the processors, at least two. */
  static final int SERVERS = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);

  private Actors() {}

  static List<ActorHandle<Server>> servers() {
    return Stream.generate(() -> Ray.actor(Server::new).remote()).limit(SERVERS).toList();
  }

  /** Submits something so often, then gets all. */
  static <T> List<T> getAll(int times, IntFunction<ObjectRef<T>> submit) {
    return Ray.get(IntStream.range(0, times).mapToObj(submit).toList());
  }
}
