package org.akkaray.runtime.gcs;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.jspecify.annotations.Nullable;

/**
 * A row of the task table: the lineage of what the task returns, and what became of it. Its job is
 * part of its id.
 *
 * @param parent the task that called it (the control edge)
 * @param name what lists show
 * @param function the descriptor of its code, as the node that runs it needs it
 * @param arguments the objects that it takes (the data edges)
 * @param actor whose method it is, or which it creates; null for a plain task
 * @param previous the call of the same actor before it (the stateful edge); null if there is none
 *     or it is not known
 * @param spec what is needed to run it once more, as its node wrote it; empty if it cannot be
 * @param attempt from 0
 * @param node where it runs or ran; {@link UniqueId#NIL} before
 * @param reason why it waits or failed; empty if there is nothing to say
 * @param submittedMicros when it was submitted, in microseconds since 1970 by its owner's clock
 * @param startedMicros when its last attempt began; 0 before
 * @param endedMicros when it ended; 0 before
 */
public record TaskRecord(
    TaskId id,
    TaskId parent,
    Kind kind,
    String name,
    String function,
    List<ObjectId> arguments,
    @Nullable ActorId actor,
    @Nullable TaskId previous,
    byte[] spec,
    int attempt,
    UniqueId node,
    State state,
    String reason,
    long submittedMicros,
    long startedMicros,
    long endedMicros)
    implements RowFields {

  /** What kind of call it is. */
  public enum Kind {
    TASK,
    ACTOR_CREATION,
    ACTOR_METHOD
  }

  /** How far it is. */
  public enum State {
    /** Its arguments do not all exist. */
    WAITING_FOR_ARGUMENTS,
    /** It waits for resources, or for its turn. */
    QUEUED,
    RUNNING,
    FINISHED,
    FAILED,
    CANCELLED;

    /** Whether it is over. */
    public boolean isEnd() {
      return compareTo(FINISHED) >= 0;
    }
  }

  /** Keeps a copy of the list. */
  public TaskRecord {
    arguments = List.copyOf(arguments);
  }

  /** The job that it belongs to. */
  public JobId job() {
    return id.getJobId();
  }

  @Override
  public Map<String, String> fields() {
    return new Fields()
        .with("id", id)
        .with("name", name)
        .with("kind", kind.name().toLowerCase(Locale.ROOT))
        .with("state", state.name().toLowerCase(Locale.ROOT))
        .with("attempt", attempt)
        .with("job", job())
        .with("parent", parent)
        .with("node", node.isNil() ? "" : node)
        .with("actor", actor)
        .with("submitted", Instants.ofMicros(submittedMicros))
        .with("started", Instants.ofMicros(startedMicros))
        .with("ended", Instants.ofMicros(endedMicros))
        .with("reason", reason)
        .all();
  }
}
