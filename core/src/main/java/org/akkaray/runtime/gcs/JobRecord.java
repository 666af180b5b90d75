package org.akkaray.runtime.gcs;

import java.util.Map;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;

/**
 * A row of the job table.
 *
 * @param namespace of its named actors
 * @param driver the node of its driver
 * @param startedMicros in microseconds since 1970
 * @param endedMicros 0 while it runs
 */
public record JobRecord(
    JobId id, String namespace, UniqueId driver, long startedMicros, long endedMicros)
    implements RowFields {
  /** Whether it is over. */
  public boolean isOver() {
    return endedMicros != 0;
  }

  @Override
  public Map<String, String> fields() {
    return new Fields()
        .with("id", id)
        .with("state", isOver() ? "over" : "running")
        .with("namespace", namespace)
        .with("driver", driver)
        .with("started", Instants.ofMicros(startedMicros))
        .with("ended", Instants.ofMicros(endedMicros))
        .all();
  }
}
