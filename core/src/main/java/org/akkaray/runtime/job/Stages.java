package org.akkaray.runtime.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.akkaray.exception.RuntimeEnvException;

/** Waiting for a table's answers, for threads that may block. */
final class Stages {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Stages() {}

  /**
   * The stage's result.
   *
   * @param what is published or fetched, for the message
   * @throws RuntimeEnvException if it failed, or does not come in two minutes
   */
  static <T> T await(CompletionStage<T> stage, String what) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new RuntimeEnvException(
          what + ": the cluster's function table failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new RuntimeEnvException(
          what + ": the cluster's function table did not answer within " + PATIENCE + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeEnvException(what + ": interrupted.", e);
    }
  }

  /** Some answers at a time, in order, so that a large jar is neither slow nor all in memory. */
  static final class Window<T> {
    static final int SIZE = 8;

    private final Queue<CompletionStage<T>> open = new ArrayDeque<>();
    private final String what;

    Window(String what) {
      this.what = what;
    }

    boolean isFull() {
      return open.size() >= SIZE;
    }

    boolean isEmpty() {
      return open.isEmpty();
    }

    /** Adds one, after the first is there if there are many. */
    void add(CompletionStage<T> stage) {
      if (isFull()) {
        next();
      }
      open.add(stage);
    }

    /** The first one's result. */
    T next() {
      return await(open.remove(), what);
    }

    void awaitAll() {
      while (!isEmpty()) {
        next();
      }
    }
  }
}
