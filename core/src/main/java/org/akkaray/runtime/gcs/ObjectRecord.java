package org.akkaray.runtime.gcs;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;

/**
 * A row of the object table.
 *
 * @param size in bytes
 * @param owner the node that submitted the task that made it, or that put it
 * @param locations the nodes that have it; the first had it first
 */
public record ObjectRecord(ObjectId id, long size, UniqueId owner, List<UniqueId> locations)
    implements RowFields {
  /** Keeps a copy of the list. */
  public ObjectRecord {
    locations = List.copyOf(locations);
  }

  @Override
  public Map<String, String> fields() {
    return new Fields()
        .with("id", id)
        .with("size", size)
        .with("task", id.getTaskId())
        .with("owner", owner)
        .with(
            "locations",
            locations.stream().map(UniqueId::toString).collect(Collectors.joining(",")))
        .all();
  }
}
