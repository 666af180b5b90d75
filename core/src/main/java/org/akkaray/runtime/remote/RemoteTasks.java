package org.akkaray.runtime.remote;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.GlobalScheduler;
import org.akkaray.runtime.scheduler.placement.NodeLoad;
import org.akkaray.runtime.scheduler.placement.Placement;
import org.akkaray.runtime.scheduler.placement.PlacementRequest;
import org.akkaray.runtime.task.TaskInvocation;
import org.akkaray.runtime.task.TaskPlacement;
import org.akkaray.runtime.wire.CallResult;
import org.akkaray.runtime.wire.CancelCall;
import org.akkaray.runtime.wire.Message;
import org.akkaray.runtime.wire.TaskReturned;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner's side of tasks that other nodes run: keeps each until its result is here, has it run
 * again when its node dies, and keeps those that no node can take now. A result counts only for the
 * node and the attempt that the owner waits for. Thread-safe.
 */
public final class RemoteTasks implements TaskPlacement, RemoteStreams.SentCalls {
  private static final Logger log = LoggerFactory.getLogger(RemoteTasks.class);

  private record Sent(TaskInvocation task, JobContext job, UniqueId node, int attempt) {}

  private final NodeContext node;
  private final GlobalScheduler scheduler;
  private final LocalChoice localChoice;
  private final TaskInputs inputs;
  private final WireCalls calls;
  private final Function<TaskInvocation, JobContext> jobs;
  private final RemoteStreams streams;
  private final Peers peers = new Peers();
  private final Map<TaskId, Sent> sent = new ConcurrentHashMap<>();
  private final WaitingTasks waiting = new WaitingTasks();
  private final Set<ResourceSet> warned = ConcurrentHashMap.newKeySet();
  private final int maxWaiting;

  /** Set when a node has room again; the end of a batch of results looks. */
  private volatile boolean roomAgain;

  /**
   * @param jobs the context of a task's job
   * @param maxWaiting with more tasks that no node can take, submitters wait
   */
  RemoteTasks(
      NodeContext node,
      GlobalScheduler scheduler,
      LocalChoice localChoice,
      TaskInputs inputs,
      WireCalls calls,
      Function<TaskInvocation, JobContext> jobs,
      RemoteStreams streams,
      int maxWaiting) {
    this.node = node;
    this.scheduler = scheduler;
    this.localChoice = localChoice;
    this.inputs = inputs;
    this.calls = calls;
    this.jobs = jobs;
    this.maxWaiting = maxWaiting;
    this.streams = streams;
    streams.lookIn(this);
  }

  @Override
  public boolean take(TaskInvocation task) {
    if (localChoice.keeps(task)) {
      return false;
    }
    boolean plain = inputs.isPlain(task);
    if (waiting.hasLike(task, plain) || !place(task)) {
      waiting.add(task, plain);
    }
    return true;
  }

  @Override
  public boolean isFlooded() {
    return waiting.size() > maxWaiting;
  }

  /** Sends a task to a node, or to this one's queue; false if it must wait. */
  private boolean place(TaskInvocation task) {
    PlacementRequest request =
        new PlacementRequest(
            task.schedulingClass().demand(),
            task.options().getSchedulingStrategy(),
            node.id(),
            inputs.locations(task),
            peers.full());
    return switch (scheduler.place(request)) {
      case Placement.OnNode chosen -> {
        if (chosen.node().equals(node.id())) {
          localChoice.placedHere();
          task.runHereWithInputs();
        } else {
          send(task, chosen.node());
        }
        yield true;
      }
      case Placement.Infeasible infeasible -> {
        if (task.options().isFailFast()) {
          task.stop(new Failure.Infeasible("Task " + task.name() + ": " + infeasible.reason()));
          yield true;
        }
        if (warned.add(request.demand())) {
          log.warn("Task {} stays pending: {}", task.name(), infeasible.reason());
        }
        yield false;
      }
      case Placement.NotNow ignored -> false;
    };
  }

  private void send(TaskInvocation task, UniqueId to) {
    JobContext job = jobs.apply(task);
    Sent entry = new Sent(task, job, to, task.attempt());
    TaskId id = TaskId.of(task.taskHigh(), task.taskLow());
    sent.put(id, entry);
    peers.sent(to);
    task.leavesFor(to);
    if (!task.leave()) {
      forget(id, entry);
      scheduler.withdraw(to, task.schedulingClass().demand());
      return;
    }
    Message message;
    try {
      message = job.messageTo(to).setRunTask(calls.toWire(task, job, to)).build();
    } catch (RuntimeException e) {
      task.stop(
          new Failure.CallFailed(
              task.name(),
              job.services().nodeName(),
              task.attempt(),
              job.services().values().freezeThrowable(e)));
      scheduler.withdraw(to, task.schedulingClass().demand());
      return;
    }
    if (!node.sendBatched(to, message)) {
      lost(id, entry, false);
    } else {
      streams.sent(task, job, to);
    }
  }

  @Override
  public @Nullable TaskInvocation sentTo(UniqueId to, TaskId id, int attempt) {
    Sent entry = sent.get(id);
    return entry != null && entry.node.equals(to) && entry.attempt == attempt ? entry.task : null;
  }

  private boolean forget(TaskId id, Sent entry) {
    if (sent.remove(id, entry)) {
      if (peers.ended(entry.node)) {
        roomAgain = true;
      }
      return true;
    }
    return false;
  }

  /** Tries again to place what waits, after something has changed. */
  void placeWaiting() {
    waiting.offerAll(this::place);
  }

  @Override
  public void hurry(TaskInvocation task) {
    Sent entry = sent.get(TaskId.of(task.taskHigh(), task.taskLow()));
    if (entry != null) {
      node.links().flush(entry.node);
    }
  }

  @Override
  public void cancelled(TaskInvocation task) {
    TaskId id = TaskId.of(task.taskHigh(), task.taskLow());
    Sent entry = sent.get(id);
    if (entry != null && entry.task == task && forget(id, entry)) {
      node.send(
          entry.node,
          entry
              .job
              .messageTo(entry.node)
              .setCancel(
                  CancelCall.newBuilder()
                      .setTaskHigh(task.taskHigh())
                      .setTaskLow(task.taskLow())
                      .setAttempt(entry.attempt)));
      node.links().flush(entry.node);
    }
  }

  @Override
  public String whereabouts(TaskInvocation task) {
    Sent entry = sent.get(TaskId.of(task.taskHigh(), task.taskLow()));
    return entry == null
        ? "waiting for a node that has " + task.schedulingClass().demand()
        : "sent to node " + entry.node + " (attempt " + entry.attempt + ")";
  }

  /**
   * A node says what came of a task.
   *
   * @return false if nobody waits for that any more
   */
  boolean onResult(UniqueId from, CallResult result) {
    TaskId id = TaskId.of(result.getTaskHigh(), result.getTaskLow());
    Sent entry = sent.get(id);
    if (entry == null || !entry.node.equals(from) || entry.attempt != result.getAttempt()) {
      return false; // of an attempt that was given up: another one counts
    }
    if (!forget(id, entry)) {
      return false;
    }
    ResultPublisher.publish(entry.task, entry.job, from, result);
    return true;
  }

  /** A node that leaves gives back a task that it has not run to its end. */
  void onReturned(UniqueId from, TaskReturned returned) {
    TaskId id = TaskId.of(returned.getTaskHigh(), returned.getTaskLow());
    Sent entry = sent.get(id);
    if (entry != null && entry.node.equals(from) && entry.attempt == returned.getAttempt()) {
      lost(id, entry, false);
    }
  }

  /** A batch of results has been taken: there may be room again. */
  void onBatchEnd() {
    if (roomAgain) {
      roomAgain = false;
      placeWaiting();
    }
  }

  private void lost(TaskId id, Sent entry, boolean counts) {
    if (!forget(id, entry)) {
      return;
    }
    TaskInvocation task = entry.task;
    int retries = task.options().getMaxRetries();
    if (counts && retries >= 0 && entry.attempt >= retries) {
      task.fail(
          new Failure.NodeDied(
              "Task "
                  + task.name()
                  + " was lost with node "
                  + entry.node
                  + ", which died while it ran there (attempt "
                  + entry.attempt
                  + "), and may not run again (maxRetries = "
                  + retries
                  + ")."));
      task.endAway();
      return;
    }
    task.returnHome(counts);
  }

  /** A node is gone: what it had runs again elsewhere. */
  void nodeDown(UniqueId gone) {
    peers.nodeDown(gone);
    sent.forEach((id, entry) -> {
      if (entry.node.equals(gone)) {
        lost(id, entry, true);
      }
    });
    placeWaiting();
  }

  /** Ends what is left of a job. */
  void jobEnded(JobId job) {
    sent.values().stream()
        .filter(entry -> entry.job.job().equals(job))
        .forEach(entry -> entry.task.cancel());
  }

  /** A node has reported its load. */
  void reported(NodeLoad load) {
    double cpus = load.total().toMap().getOrDefault(ResourceSet.CPU, 0.0);
    boolean idle =
        load.queued().isEmpty() && load.free().toMap().getOrDefault(ResourceSet.CPU, 0.0) > 0;
    peers.adjust(load.node(), cpus, load.meanTaskNanos(), idle);
    placeWaiting();
  }

  /** How many tasks wait here for a node that can take them, by what they ask for. */
  Map<ResourceSet, Long> pending() {
    return waiting.demands();
  }

  /** How many tasks of this node other nodes have. */
  int away() {
    return sent.size();
  }
}
