package org.akkaray.runtime.task;

import org.akkaray.function.RayFunc;
import org.akkaray.id.ActorId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.options.CallOptions;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.akkaray.runtime.gcs.LineageSource;
import org.akkaray.runtime.object.MultiReturns;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.Returns;
import org.jspecify.annotations.Nullable;

/**
 * What a call is, whatever becomes of it: its id, its function, its options, and where its result
 * goes. A superclass of {@link Invocation} for the same reason as {@link CallInputs}.
 */
abstract class SubmittedCall extends CallInputs implements Producer, LineageSource {
  private final long taskHigh;
  private final long taskLow;
  private final FunctionDescriptor descriptor;
  private final CallOptions options;
  private @Nullable RayFunc function;

  /** Null if no lineage is kept, or another node owns the call. */
  private @Nullable TaskId caller;

  /**
   * Null until it is known that the call leaves lineage. Volatile: whoever ends the call publishes
   * its result and then looks here, the log sets this and then looks at the result.
   */
  private volatile @Nullable CallLineage lineage;

  /** When it began to run here, as the log's pulse says. */
  private long began;

  SubmittedCall(Services services, CallSpec spec) {
    super(services, spec.arguments());
    this.taskHigh = spec.taskHigh();
    this.taskLow = spec.taskLow();
    this.descriptor = spec.descriptor();
    this.options = spec.options();
    this.function = spec.function();
  }

  SubmittedCall(SubmittedCall same) {
    super(same);
    this.taskHigh = same.taskHigh;
    this.taskLow = same.taskLow;
    this.descriptor = same.descriptor;
    this.options = same.options;
    this.function = same.function;
    this.caller = same.caller;
  }

  /** Where the result goes. */
  public abstract Returns returns();

  /** How often it was begun before. */
  public abstract int attempt();

  /** Where the call is, or what it waits for. */
  abstract String whereabouts();

  /** Whether it has been claimed to run. */
  public abstract boolean isClaimed();

  /** Whose method it is; null for a task. */
  protected @Nullable ActorId actorId() {
    return null;
  }

  /** The order of the actor's calls; null for a task. */
  protected @Nullable StatefulEdges statefulEdges() {
    return null;
  }

  /** A call of this node, by a task of it. */
  final void submittedBy(TaskId callersTask) {
    caller = callersTask;
  }

  final TaskId caller() {
    TaskId known = caller;
    return known == null ? TaskId.NIL : known;
  }

  @Override
  public final boolean isFollowed() {
    return lineage != null;
  }

  @Override
  public final synchronized CallLineage lineage(long submittedMicros) {
    CallLineage known = lineage;
    if (known == null) {
      known = new CallLineage(services().lineage(), this, submittedMicros, began);
      lineage = known;
      if (returns().isComplete()) {
        known.ends(); // whoever ended the call may not have seen it
      }
    }
    return known;
  }

  /** As {@link #lineage(long)}, of a call that leaves lineage for certain; null if none is kept. */
  final @Nullable CallLineage certainLineage() {
    return caller == null ? null : lineage(services().lineage().now());
  }

  final @Nullable CallLineage lineageIfAny() {
    return lineage;
  }

  /** The same lineage goes on with this run of the call, in place of one that is fenced off. */
  final void inherit(SubmittedCall fencedOff) {
    CallLineage known = fencedOff.certainLineage();
    if (known != null) {
      lineage = known;
      known.continuesAs(this);
    }
  }

  /** It begins to run on this node. */
  final void noteBegin() {
    if (caller != null) {
      began = services().lineage().coarseNow();
      CallLineage known = lineage;
      if (known != null) {
        known.begins();
      }
    }
  }

  /** It is about to be sent to a node. */
  public final void leavesFor(UniqueId node) {
    CallLineage known = certainLineage();
    if (known != null) {
      known.leavesFor(node);
    }
  }

  /**
   * The other node says when it ran there.
   *
   * @param beganMicros since 1970; 0 if it does not say
   */
  public final void ranElsewhere(long beganMicros, long tookMicros) {
    CallLineage known = lineage;
    if (known != null && beganMicros != 0) {
      known.ran(beganMicros, tookMicros);
    }
  }

  /** A call that left runs on this node nevertheless, as another one. */
  protected final void runsHere() {
    CallLineage known = lineage;
    if (known != null) {
      known.begins();
    }
  }

  /** An attempt came to nothing; there will be another one. */
  final void noteFailure(String reason) {
    CallLineage known = certainLineage();
    if (known != null) {
      known.failedOnce(reason);
    }
  }

  /** It has a result or a failure; told while it still has what it takes. */
  final void noteEnd() {
    CallLineage known = lineage;
    if (known != null) {
      known.ends();
    }
  }

  /** "task" or "actor method", for messages. */
  protected abstract String kind();

  public final String name() {
    return options.getName() != null ? options.getName() : descriptor.displayName();
  }

  public final CallOptions options() {
    return options;
  }

  public final FunctionDescriptor descriptor() {
    return descriptor;
  }

  /** How the call returns: 0 for one object, 1 for several, 2 for a stream of them. */
  public final int shape() {
    return switch (returns()) {
      case ObjectRefImpl<?> single -> 0;
      case MultiReturns<?> several -> 1;
      default -> 2;
    };
  }

  /** The function, live or frozen; null when the call is over. */
  public final @Nullable RayFunc function() {
    return function;
  }

  /** The function as it is called. */
  final RayFunc liveFunction() {
    return descriptor.isCapturing() ? services().functions().thaw(function) : function;
  }

  /** What is over must not keep alive what its function captured, nor its inputs. */
  final void dropWhatItTakes() {
    function = null;
    dropArguments();
  }

  public final long taskHigh() {
    return taskHigh;
  }

  public final long taskLow() {
    return taskLow;
  }
}
