package org.akkaray.runtime.gcs;

import java.util.Map;
import org.akkaray.id.UniqueId;

/**
 * A row of the event log: something that happened on a node and that people may want to see on a
 * time line.
 *
 * @param id random
 * @param kind what it is, as "transfer"
 * @param name of what it happened to
 * @param startedMicros in microseconds since 1970
 * @param endedMicros the same as {@code startedMicros} for what took no time
 */
public record EventRecord(
    UniqueId id,
    String kind,
    String name,
    UniqueId node,
    Map<String, String> details,
    long startedMicros,
    long endedMicros)
    implements RowFields {
  /** Keeps a copy of the map. */
  public EventRecord {
    details = Map.copyOf(details);
  }

  @Override
  public Map<String, String> fields() {
    return new Fields()
        .with("id", id)
        .with("kind", kind)
        .with("name", name)
        .with("node", node)
        .with("started", Instants.ofMicros(startedMicros))
        .with("ended", Instants.ofMicros(endedMicros))
        .with("details", details.isEmpty() ? "" : details)
        .all();
  }
}
