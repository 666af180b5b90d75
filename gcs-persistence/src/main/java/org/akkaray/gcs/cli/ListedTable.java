package org.akkaray.gcs.cli;

import java.util.List;
import java.util.Map;
import org.akkaray.gcs.offline.StoredTables;
import org.akkaray.gcs.rows.ActorSchema;
import org.akkaray.gcs.rows.EventSchema;
import org.akkaray.gcs.rows.FunctionSchema;
import org.akkaray.gcs.rows.JobSchema;
import org.akkaray.gcs.rows.NodeSchema;
import org.akkaray.gcs.rows.ObjectSchema;
import org.akkaray.gcs.rows.RowSchema;
import org.akkaray.gcs.rows.TaskSchema;
import org.akkaray.runtime.gcs.TableQuery;

/** The tables that {@code ray list} lists; their constants are what is typed. */
public enum ListedTable {
  tasks(new TaskSchema()),
  actors(new ActorSchema()),
  objects(new ObjectSchema()),
  nodes(new NodeSchema()),
  jobs(new JobSchema()),
  functions(new FunctionSchema()),
  events(new EventSchema());

  private final RowSchema<?, ?> schema;

  ListedTable(RowSchema<?, ?> schema) {
    this.schema = schema;
  }

  List<Map<String, String>> rows(StoredTables store, TableQuery query) {
    return rows(store, query, schema);
  }

  private static <K, R> List<Map<String, String>> rows(
      StoredTables store, TableQuery query, RowSchema<K, R> schema) {
    return store.scan(schema, query).stream().map(schema::fields).toList();
  }
}
