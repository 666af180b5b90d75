package org.akkaray.runtime.remote;

import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.task.GeneratorStream;
import org.akkaray.runtime.task.TaskInvocation;
import org.akkaray.runtime.wire.GeneratorCredit;
import org.akkaray.runtime.wire.GeneratorItem;

/**
 * The owner's side of generators that other nodes run: takes what they yield, and tells them how
 * much of it was taken. Thread-safe.
 */
final class RemoteStreams {
  private final NodeContext node;
  private final RemoteTasks tasks;

  RemoteStreams(NodeContext node, RemoteTasks tasks) {
    this.node = node;
    this.tasks = tasks;
  }

  void onItem(UniqueId from, JobContext job, GeneratorItem item) {
    TaskInvocation task =
        tasks.sentTo(from, TaskId.of(item.getTaskHigh(), item.getTaskLow()), item.getAttempt());
    if (task == null
        || !(task.returns() instanceof GeneratorStream<?> stream)
        || stream.published() != item.getIndex()) {
      job.values().refuse(item.getValue(), from);
      return;
    }
    stream.accept(item.getIndex(), job.values().value(item.getValue(), from, true));
  }

  /** A generator goes to a node, which is told from now on how many of its values were taken. */
  void sent(TaskInvocation task, JobContext job, UniqueId to) {
    if (task.returns() instanceof GeneratorStream<?> stream) {
      stream.onTaken(
          new Credits(task, job, to, task.attempt(), Math.max(1, stream.limit() / 4))::taken);
    }
  }

  /** Tells one node, but not of each single value. */
  private final class Credits {
    private final TaskInvocation task;
    private final JobContext job;
    private final UniqueId to;
    private final int attempt;
    private final int step;
    private int told = -1;

    Credits(TaskInvocation task, JobContext job, UniqueId to, int attempt, int step) {
      this.task = task;
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
                        .setTaskHigh(task.taskHigh())
                        .setTaskLow(task.taskLow())
                        .setAttempt(attempt)
                        .setTaken(count)));
        node.links().flush(to);
      }
    }
  }
}
