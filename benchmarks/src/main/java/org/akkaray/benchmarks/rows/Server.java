package org.akkaray.benchmarks.rows;

import java.util.concurrent.CompletableFuture;
import org.akkaray.Ray;

/** The actor whose methods do nothing. */
final class Server {
  byte[] smallValue() {
    return SmallValues.smallValue();
  }

  byte[] smallValueOf(Integer ignored) {
    return SmallValues.smallValue();
  }

  CompletableFuture<byte[]> futureValue() {
    return CompletableFuture.completedFuture(SmallValues.smallValue());
  }

  CompletableFuture<byte[]> futureValueOf(Integer ignored) {
    return futureValue();
  }

  /** Runs tasks as a client of its own. */
  Integer runTasks(Integer count) {
    return Ray.get(SmallValues.submit(count)).size();
  }
}
