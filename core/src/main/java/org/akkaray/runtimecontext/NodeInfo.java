package org.akkaray.runtimecontext;

import java.util.Map;
import org.akkaray.id.UniqueId;

/** What is known of a node. Immutable. */
public final class NodeInfo {
  /** The node. */
  public final UniqueId nodeId;

  /** Its address. */
  public final String nodeAddress;

  /** Its host's name. */
  public final String nodeHostname;

  /** The port it listens on, 0 if none. */
  public final int nodeManagerPort;

  /** Where its object store is, empty if it is on the heap. */
  public final String objectStoreSocketName;

  /** Empty: a node has no process besides its JVM. */
  public final String rayletSocketName;

  /** Whether it is a member of the cluster. */
  public final boolean isAlive;

  /** How much of each resource it has in all. */
  public final Map<String, Double> resources;

  /** Its labels. */
  public final Map<String, String> labels;

  /** With all its parts; the maps are copied. */
  public NodeInfo(
      UniqueId nodeId,
      String nodeAddress,
      String nodeHostname,
      int nodeManagerPort,
      String objectStoreSocketName,
      String rayletSocketName,
      boolean isAlive,
      Map<String, Double> resources,
      Map<String, String> labels) {
    this.nodeId = nodeId;
    this.nodeAddress = nodeAddress;
    this.nodeHostname = nodeHostname;
    this.nodeManagerPort = nodeManagerPort;
    this.objectStoreSocketName = objectStoreSocketName;
    this.rayletSocketName = rayletSocketName;
    this.isAlive = isAlive;
    this.resources = Map.copyOf(resources);
    this.labels = Map.copyOf(labels);
  }

  @Override
  public String toString() {
    return "NodeInfo{nodeId='"
        + nodeId
        + "', nodeAddress='"
        + nodeAddress
        + "', isAlive="
        + isAlive
        + ", resources="
        + resources
        + ", labels="
        + labels
        + "}";
  }
}
