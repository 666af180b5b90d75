package org.akkaray.gcs.table;

import java.util.stream.Stream;
import org.akkaray.gcs.rows.ActorName;
import org.akkaray.gcs.rows.ActorNameSchema;
import org.akkaray.gcs.rows.ActorSchema;
import org.akkaray.gcs.rows.Counter;
import org.akkaray.gcs.rows.CounterSchema;
import org.akkaray.gcs.rows.EventSchema;
import org.akkaray.gcs.rows.FunctionSchema;
import org.akkaray.gcs.rows.JobSchema;
import org.akkaray.gcs.rows.NodeSchema;
import org.akkaray.gcs.rows.ObjectSchema;
import org.akkaray.gcs.rows.RowSchema;
import org.akkaray.gcs.rows.TaskSchema;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtime.gcs.ControlTables;
import org.akkaray.runtime.gcs.EventRecord;
import org.akkaray.runtime.gcs.FunctionRecord;
import org.akkaray.runtime.gcs.JobRecord;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtime.gcs.ObjectRecord;
import org.akkaray.runtime.gcs.Table;
import org.akkaray.runtime.gcs.TaskRecord;

/** The tables that survive, from one node. Thread-safe. */
final class PersistentTables implements ControlTables {
  private final Table<TaskId, TaskRecord> tasks;
  private final Table<ObjectId, ObjectRecord> objects;
  private final Table<String, FunctionRecord> functions;
  private final Table<ActorId, ActorRecord> actors;
  private final Table<ActorName.Key, ActorName> actorNames;
  private final Table<UniqueId, NodeRecord> nodes;
  private final Table<JobId, JobRecord> jobs;
  private final Table<UniqueId, EventRecord> events;
  private final Table<String, Counter> counters;

  PersistentTables(Shards shards, Subscriptions subscriptions) {
    tasks = new ShardedTable<>(new TaskSchema(), shards, subscriptions);
    objects = new ShardedTable<>(new ObjectSchema(), shards, subscriptions);
    functions = new ShardedTable<>(new FunctionSchema(), shards, subscriptions);
    actors = new ShardedTable<>(new ActorSchema(), shards, subscriptions);
    actorNames = new ShardedTable<>(new ActorNameSchema(), shards, subscriptions);
    nodes = new ShardedTable<>(new NodeSchema(), shards, subscriptions);
    jobs = new ShardedTable<>(new JobSchema(), shards, subscriptions);
    events = new ShardedTable<>(new EventSchema(), shards, subscriptions);
    counters = new ShardedTable<>(new CounterSchema(), shards, subscriptions);
  }

  static Stream<RowSchema<?, ?>> schemas() {
    return Stream.of(
        new TaskSchema(),
        new ObjectSchema(),
        new FunctionSchema(),
        new ActorSchema(),
        new ActorNameSchema(),
        new NodeSchema(),
        new JobSchema(),
        new EventSchema(),
        new CounterSchema());
  }

  @Override
  public Table<TaskId, TaskRecord> tasks() {
    return tasks;
  }

  @Override
  public Table<ObjectId, ObjectRecord> objects() {
    return objects;
  }

  @Override
  public Table<String, FunctionRecord> functions() {
    return functions;
  }

  @Override
  public Table<ActorId, ActorRecord> actors() {
    return actors;
  }

  Table<ActorName.Key, ActorName> actorNames() {
    return actorNames;
  }

  @Override
  public Table<UniqueId, NodeRecord> nodes() {
    return nodes;
  }

  @Override
  public Table<JobId, JobRecord> jobs() {
    return jobs;
  }

  @Override
  public Table<UniqueId, EventRecord> events() {
    return events;
  }

  Table<String, Counter> counters() {
    return counters;
  }
}
