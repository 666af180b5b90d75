package org.akkaray.runtime.remote;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.task.GeneratorStream;
import org.akkaray.runtime.task.Invocation;
import org.akkaray.runtime.wire.GeneratorCredit;
import org.akkaray.runtime.wire.GeneratorItem;
import org.jspecify.annotations.Nullable;

/**
 * The owner's side of generators that other nodes run: takes what they yield, and tells them how
 * much of it was taken. Thread-safe.
 */
final class RemoteStreams {
  private final NodeContext node;
  private final List<SentCalls> sent = new CopyOnWriteArrayList<>();

  /** What of this node's calls others run. */
  @FunctionalInterface
  interface SentCalls {
    /** The call that a node runs in an attempt that counts; else null. */
    @Nullable Invocation sentTo(UniqueId to, TaskId id, int attempt);
  }

  RemoteStreams(NodeContext node) {
    this.node = node;
  }

  /** There are generators among these calls, too. */
  void lookIn(SentCalls calls) {
    sent.add(calls);
  }

  private @Nullable Invocation find(UniqueId from, GeneratorItem item) {
    TaskId id = TaskId.of(item.getTaskHigh(), item.getTaskLow());
    for (SentCalls calls : sent) {
      Invocation call = calls.sentTo(from, id, item.getAttempt());
      if (call != null) {
        return call;
      }
    }
    return null;
  }

  void onItem(UniqueId from, JobContext job, GeneratorItem item) {
    Invocation call = find(from, item);
    if (call == null
        || !(call.returns() instanceof GeneratorStream<?> stream)
        || stream.published() != item.getIndex()) {
      job.values().refuse(item.getValue(), from);
      return;
    }
    stream.accept(item.getIndex(), job.values().value(item.getValue(), from, true));
  }

  /** A generator goes to a node, which is told from now on how many of its values were taken. */
  void sent(Invocation call, JobContext job, UniqueId to) {
    if (call.returns() instanceof GeneratorStream<?> stream) {
      stream.onTaken(
          new Credits(call, job, to, call.attempt(), Math.max(1, stream.limit() / 4))::taken);
    }
  }

  /** Tells one node, but not of each single value. */
  private final class Credits {
    private final Invocation call;
    private final JobContext job;
    private final UniqueId to;
    private final int attempt;
    private final int step;
    private int told = -1;

    Credits(Invocation call, JobContext job, UniqueId to, int attempt, int step) {
      this.call = call;
      this.job = job;
      this.to = to;
      this.attempt = attempt;
      this.step = step;
    }

    void taken(int count) {
      synchronized (this) {
        if (told >= 0 && count - told < step) {
          return;
        }
        told = count;
      }
      if (count > 0) {
        node.send(
            to,
            job.messageTo(to) // after the call itself, which may wait for the job to be ready there
                .setGeneratorCredit(
                    GeneratorCredit.newBuilder()
                        .setTaskHigh(call.taskHigh())
                        .setTaskLow(call.taskLow())
                        .setAttempt(attempt)
                        .setTaken(count)));
        node.links().flush(to);
      }
    }
  }
}
