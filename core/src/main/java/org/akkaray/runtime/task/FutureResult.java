package org.akkaray.runtime.task;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call whose function returned a future: the call is over when its run has ended and
 * the future is complete, in whatever order. Thread-safe.
 */
final class FutureResult {
  private static final int RUN = 1;
  private static final int RESULT = 2;

  private final Invocation call;

  /** What is over: bits of {@link #RUN} and {@link #RESULT}. */
  private final AtomicInteger over = new AtomicInteger();

  FutureResult(Invocation call) {
    this.call = call;
  }

  /** Publishes what the future is complete with, when it is. */
  void await(CompletionStage<?> stage) {
    call.resultPending(true);
    stage.whenComplete((result, thrown) -> publish(stage.toCompletableFuture(), thrown));
  }

  private void publish(CompletableFuture<?> complete, @Nullable Throwable thrown) {
    call.resultPending(false);
    try {
      if (call.isFenced()) {
        return;
      }
      if (thrown != null) {
        call.fail(
            call.callFailed(
                thrown instanceof CompletionException e && e.getCause() != null
                    ? e.getCause()
                    : thrown));
      } else {
        call.returns().succeed(complete, call.services().values());
      }
    } catch (Exception e) {
      call.fail(call.callFailed(e));
    } finally {
      resultIsOver();
    }
  }

  void runIsOver() {
    isOver(RUN);
  }

  void resultIsOver() {
    isOver(RESULT);
  }

  private void isOver(int part) {
    int before = over.getAndAccumulate(part, (done, more) -> done | more);
    if (before != (RUN | RESULT) && (before | part) == (RUN | RESULT)) {
      call.end();
    }
  }
}
