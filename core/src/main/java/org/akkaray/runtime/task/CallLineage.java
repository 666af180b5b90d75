package org.akkaray.runtime.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.akkaray.id.ActorId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.LineageEntry;
import org.akkaray.runtime.gcs.TaskRecord;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.MultiReturns;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.RemoteValue;
import org.jspecify.annotations.Nullable;

/**
 * What the lineage log is told of one call by the node that owns it. Its fields are written by
 * whoever works on the call at that moment, and read by the log: what is read half written is
 * written again, since every change enters the log after it was made.
 */
final class CallLineage extends LineageEntry {
  /** A call that waits for longer says why. */
  private static final long PATIENCE_MICROS = 500_000;

  private static final ObjectId[] NONE = {};
  private static final byte[] NO_SPEC = {};

  private final Lineage lineage;
  private final TaskId parent;
  private final @Nullable ActorId actor;
  private final ObjectId[] inputs;
  private final long submitted;

  /** The run of it that counts. */
  private volatile SubmittedCall call;

  private @Nullable TaskId previous;
  private boolean isInOrder;

  private volatile long began;
  private volatile long ended;
  private @Nullable UniqueId away;
  private byte @Nullable [] spec;

  /**
   * @param beganMicros 0 if it has not begun
   */
  CallLineage(Lineage lineage, SubmittedCall call, long submittedMicros, long beganMicros) {
    this.lineage = lineage;
    this.call = call;
    this.parent = call.caller();
    this.actor = call.actorId();
    this.inputs = inputsOf(call);
    this.began = beganMicros;
    this.submitted = beganMicros == 0 ? submittedMicros : Math.min(submittedMicros, beganMicros);
  }

  private static ObjectId[] inputsOf(SubmittedCall call) {
    List<ObjectId> inputs = null;
    for (Object argument : call.frozenArguments()) {
      if (argument instanceof ObjectRefImpl<?> ref) {
        inputs = inputs == null ? new ArrayList<>() : inputs;
        inputs.add(ref.getId());
      }
    }
    return inputs == null ? NONE : inputs.toArray(NONE);
  }

  @Override
  public TaskId id() {
    return TaskId.of(call.taskHigh(), call.taskLow());
  }

  String name() {
    return call.name();
  }

  /** Where it runs, or ran last. */
  UniqueId node() {
    UniqueId elsewhere = away;
    return elsewhere != null ? elsewhere : lineage.node();
  }

  /** Another run of the call is the one that counts from now on. */
  void continuesAs(SubmittedCall again) {
    failedOnce("its actor's incarnation ended");
    call = again;
  }

  /** It begins to run on this node. */
  void begins() {
    away = null;
    began = lineage.now();
    lineage.log().changed(this);
  }

  /** It is being sent to another node. */
  void leavesFor(UniqueId node) {
    away = node;
    lineage.log().changed(this);
  }

  /** The other node has said when it ran there. */
  void ran(long beganMicros, long tookMicros) {
    began = beganMicros;
    ended = beganMicros + tookMicros;
  }

  /** An attempt came to nothing; there will be another one. */
  void failedOnce(String reason) {
    long from = began;
    if (from != 0 || away != null) {
      lineage.attemptFailed(this, from == 0 ? submitted : from, call.attempt(), reason);
    }
    began = 0;
    ended = 0;
    away = null;
    lineage.log().changed(this);
  }

  /** It has a result or a failure; told while it still has what it takes. */
  void ends() {
    if (spec == null && isResultElsewhere()) { // and may be needed
      spec = lineage.spec(call);
    }
    if (ended == 0) {
      ended = lineage.now();
    }
    lineage.log().changed(this);
  }

  @Override
  public boolean isOver() {
    return ended != 0 && call.returns().isComplete();
  }

  @Override
  public boolean isNeeded() {
    return !isOver() || isResultElsewhere();
  }

  /** Whether another node's death may take what the call returned. */
  private boolean isResultElsewhere() {
    return switch (call.returns()) {
      case ObjectRefImpl<?> ref -> RemoteValue.in(ref.result()) != null;
      case MultiReturns<?> several -> several.isAnyElsewhere();
      default -> false;
    };
  }

  @Override
  public TaskRecord toRecord() {
    SubmittedCall now = call;
    boolean over = isOver();
    Failure failure = over ? now.returns().failure() : null;
    TaskRecord.State state = state(now, over, failure);
    byte[] written = spec;
    if (written == null && !over) {
      written = lineage.spec(now);
      spec = written;
    }
    return new TaskRecord(
        id(),
        parent,
        kind(),
        now.name(),
        now.descriptor().displayName(),
        List.of(inputs),
        actor,
        previous(),
        written == null ? NO_SPEC : written,
        now.attempt(),
        state.compareTo(TaskRecord.State.RUNNING) >= 0 ? node() : UniqueId.NIL,
        state,
        reason(now, state, failure),
        submitted,
        began,
        over ? ended : 0);
  }

  /** The order of an actor's calls is that in which they are written first. */
  private @Nullable TaskId previous() {
    StatefulEdges order = call.statefulEdges();
    if (!isInOrder && order != null) {
      previous = order.next(id());
      isInOrder = true;
    }
    return previous;
  }

  private TaskRecord.Kind kind() {
    return actor == null ? TaskRecord.Kind.TASK : TaskRecord.Kind.ACTOR_METHOD;
  }

  private TaskRecord.State state(SubmittedCall now, boolean over, @Nullable Failure failure) {
    if (over) {
      return switch (failure) {
        case null -> TaskRecord.State.FINISHED;
        case Failure.Cancelled cancelled -> TaskRecord.State.CANCELLED;
        default -> TaskRecord.State.FAILED;
      };
    }
    if (began != 0 || away != null) {
      return TaskRecord.State.RUNNING;
    }
    return now.inputsAreThere() ? TaskRecord.State.QUEUED : TaskRecord.State.WAITING_FOR_ARGUMENTS;
  }

  private String reason(SubmittedCall now, TaskRecord.State state, @Nullable Failure failure) {
    if (state.isEnd()) {
      return failure == null ? "" : reason(failure);
    }
    return lineage.now() - submitted > PATIENCE_MICROS ? now.whereabouts() : "";
  }

  private static String reason(Failure failure) {
    return switch (failure) {
      case Failure.CallFailed failed ->
          "attempt " + failed.attempt() + " failed on node " + failed.node();
      case Failure.Cancelled cancelled -> "";
      case Failure.TimedOut timedOut -> timedOut.message();
      case Failure.ActorDied died -> died.message();
      case Failure.ActorUnavailable unavailable -> unavailable.message();
      case Failure.ObjectLost lost ->
          String.format(Locale.ROOT, "%s: %s", lost.object(), lost.message());
      case Failure.NodeDied died -> died.message();
      case Failure.Infeasible infeasible -> infeasible.message();
    };
  }
}
