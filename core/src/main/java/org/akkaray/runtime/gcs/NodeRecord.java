package org.akkaray.runtime.gcs;

import java.util.Map;
import org.akkaray.id.UniqueId;

/** A row of the node table. */
public record NodeRecord(
    UniqueId id,
    String name,
    String address,
    int port,
    boolean alive,
    Map<String, Double> resources,
    Map<String, String> labels) {

  /** The same node, gone. */
  public NodeRecord dead() {
    return new NodeRecord(id, name, address, port, false, resources, labels);
  }
}
