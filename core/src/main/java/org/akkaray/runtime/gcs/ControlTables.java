package org.akkaray.runtime.gcs;

import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;

/** The tables of the control store. */
public interface ControlTables {
  /** The lineage: what was submitted, and what became of it. */
  Table<TaskId, TaskRecord> tasks();

  /** Where objects are. */
  Table<ObjectId, ObjectRecord> objects();

  /** Code by its hash. */
  Table<String, FunctionRecord> functions();

  Table<ActorId, ActorRecord> actors();

  Table<UniqueId, NodeRecord> nodes();

  Table<JobId, JobRecord> jobs();

  /** The event log. */
  Table<UniqueId, EventRecord> events();
}
