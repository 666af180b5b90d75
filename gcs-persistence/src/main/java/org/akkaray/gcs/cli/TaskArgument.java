package org.akkaray.gcs.cli;

import org.akkaray.cli.CommandFailedException;
import org.akkaray.cli.UsageException;
import org.akkaray.gcs.offline.StoredTables;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.TaskRecord;

/** A task that is named on the command line by its id, or by that of an object it made. */
final class TaskArgument {
  private TaskArgument() {}

  static TaskId parse(String id) {
    try {
      return id.length() == 2 * ObjectId.LENGTH
          ? ObjectId.fromHexString(id).getTaskId()
          : TaskId.fromHexString(id);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "ID: must be a task's (%d hexadecimal digits) or an object's (%d), but is %s"
              .formatted(2 * TaskId.LENGTH, 2 * ObjectId.LENGTH, id));
    }
  }

  static TaskRecord find(StoredTables store, TaskId id) {
    return store
        .task(id)
        .orElseThrow(() ->
            new CommandFailedException(
                "The control store has no task "
                    + id
                    + ": it was never logged, or its lineage was deleted since nothing needs"
                    + " it."));
  }
}
