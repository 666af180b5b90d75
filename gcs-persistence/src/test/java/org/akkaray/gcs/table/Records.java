package org.akkaray.gcs.table;

import java.util.List;
import org.akkaray.id.JobId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.TaskRecord;

/** Task records as a program makes them. */
public final class Records {
  public static final TaskId DRIVER = TaskId.forDriver(JobId.fromInt(1));
  private static final UniqueId NODE = UniqueId.of(7, 7);
  private static final byte[] NO_SPEC = {};

  private Records() {}

  public static TaskId id(long index) {
    return TaskId.forChild(DRIVER, index);
  }

  public static TaskRecord task(long index) {
    return task(id(index), TaskRecord.State.RUNNING);
  }

  public static TaskRecord task(TaskId id, TaskRecord.State state) {
    return new TaskRecord(
        id,
        DRIVER,
        TaskRecord.Kind.TASK,
        "org.example.Work.step",
        "org.example.Work.step",
        List.of(ObjectId.forReturn(DRIVER, 0)),
        null,
        null,
        NO_SPEC,
        0,
        NODE,
        state,
        "",
        1_764_000_000_000_000L,
        1_764_000_000_000_400L,
        state.isEnd() ? 1_764_000_000_000_900L : 0);
  }
}
