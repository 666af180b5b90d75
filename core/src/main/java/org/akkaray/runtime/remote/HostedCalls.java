package org.akkaray.runtime.remote;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.options.CallOptions;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.scheduler.placement.NodeLoadMeter;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.Invocation;
import org.akkaray.runtime.task.ReturnShape;
import org.akkaray.runtime.wire.CancelCall;
import org.akkaray.runtime.wire.GeneratorCredit;
import org.akkaray.runtime.wire.Message;
import org.akkaray.runtime.wire.RunTask;
import org.akkaray.runtime.wire.TaskReturned;

/** The tasks that this node runs for others. Thread-safe. */
final class HostedCalls {
  private record Key(UniqueId owner, long high, long low, int attempt) {}

  private record Hosted(JobId job, Invocation call) {}

  private final NodeContext node;
  private final RemoteObjects objects;
  private final WireCalls calls;
  private final NodeLoadMeter meter;
  private final Map<Key, Hosted> running = new ConcurrentHashMap<>();
  private final OpenAnswers answers;

  HostedCalls(
      NodeContext node,
      RemoteObjects objects,
      WireCalls calls,
      NodeLoadMeter meter,
      OpenAnswers answers) {
    this.node = node;
    this.objects = objects;
    this.calls = calls;
    this.meter = meter;
    this.answers = answers;
  }

  /** Runs a task for its owner. */
  void onRunTask(UniqueId from, JobContext job, RunTask wire) {
    meter.received(from);
    Returns returns = returns(from, job, wire);
    AtomicInteger open = answers.begin(from);
    Key key = new Key(from, wire.getTaskHigh(), wire.getTaskLow(), wire.getAttempt());
    HostedTask task;
    try {
      ReturnShape shape = (call, runtime, high, low, options) -> returns;
      CallSpec spec = calls.fromWire(wire, job, from, shape);
      task =
          new HostedTask(
              job.services(),
              spec,
              job.services().scheduler().classFor(WireCalls.demand(wire)),
              () -> ended(key, open));
    } catch (RuntimeException | LinkageError e) {
      returns.fail(
          new Failure.CallFailed(
              "task",
              job.services().nodeName(),
              wire.getAttempt(),
              job.services().values().freezeThrowable(e)));
      answers.answered(from, open);
      return;
    }
    running.put(key, new Hosted(job.job(), task));
    task.start();
  }

  private Returns returns(UniqueId from, JobContext job, RunTask wire) {
    TaskId id = TaskId.of(wire.getTaskHigh(), wire.getTaskLow());
    boolean several = wire.getShape() == 1;
    HostedReturns returns =
        new HostedReturns(
            node,
            job,
            job.values(),
            objects,
            from,
            id,
            wire.getAttempt(),
            several ? wire.getOptions().getNumReturns() : 1,
            several,
            () -> {});
    if (wire.getShape() != 2) {
      return returns;
    }
    int limit = wire.getOptions().getGeneratorBackpressure();
    return new HostedStream(
        returns,
        id,
        limit > 0 ? limit : CallOptions.DEFAULT.getGeneratorBackpressure(),
        wire.getSkip());
  }

  /** The owner has taken values of a generator. */
  void onCredit(UniqueId from, GeneratorCredit credit) {
    Hosted hosted =
        running.get(new Key(from, credit.getTaskHigh(), credit.getTaskLow(), credit.getAttempt()));
    if (hosted != null && hosted.call.returns() instanceof HostedStream stream) {
      stream.onCredit(credit);
    }
  }

  private void ended(Key key, AtomicInteger open) {
    running.remove(key);
    answers.answered(key.owner, open);
  }

  void onCancel(UniqueId from, CancelCall cancel) {
    Hosted hosted =
        running.get(new Key(from, cancel.getTaskHigh(), cancel.getTaskLow(), cancel.getAttempt()));
    if (hosted != null) {
      hosted.call.cancel();
    }
  }

  /** Has their owners run elsewhere what has not ended here. */
  void handBack() {
    running.forEach((key, hosted) -> {
      HostedReturns end =
          hosted.call.returns() instanceof HostedStream stream
              ? stream.end()
              : (HostedReturns) hosted.call.returns();
      if (end.close()) {
        node.send(
            key.owner,
            Message.newBuilder()
                .setTaskReturned(
                    TaskReturned.newBuilder()
                        .setTaskHigh(key.high)
                        .setTaskLow(key.low)
                        .setAttempt(key.attempt)));
        node.links().flush(key.owner);
        hosted.call.cancel();
      }
    });
  }

  /** Nobody waits any more for what this node owned. */
  void nodeDown(UniqueId gone) {
    running.forEach((key, hosted) -> {
      if (key.owner.equals(gone)) {
        hosted.call.cancel();
      }
    });
    answers.nodeDown(gone);
    meter.forget(gone);
  }

  void jobEnded(JobId job) {
    List.copyOf(running.values()).stream()
        .filter(hosted -> hosted.job.equals(job))
        .forEach(hosted -> hosted.call.cancel());
  }

  /** How many tasks of other nodes are here and have not ended. */
  int size() {
    return running.size();
  }
}
