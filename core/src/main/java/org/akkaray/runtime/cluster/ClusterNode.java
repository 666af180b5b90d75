package org.akkaray.runtime.cluster;

import akka.actor.Address;
import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.NodeRecord;

/**
 * A node of the cluster, as of now. A process that was started again at the same host and port is
 * another node, with another id and another incarnation.
 *
 * @param record who it is and what it offers
 * @param address where its actors are
 * @param incarnation Akka's number of the process, which is different each time
 * @param draining whether it leaves soon and takes no new work
 * @param reachable whether it answers
 * @param lifelinePort where its end can be heard, 0 for nowhere
 * @param endpoints where its parts can be reached, see {@link NodeIdentity}
 */
public record ClusterNode(
    NodeRecord record,
    NodeRole role,
    Address address,
    long incarnation,
    boolean draining,
    boolean reachable,
    int lifelinePort,
    Map<String, String> endpoints) {

  /** The node's id. */
  public UniqueId id() {
    return record.id();
  }

  ClusterNode withReachable(boolean nowReachable) {
    return new ClusterNode(
        record, role, address, incarnation, draining, nowReachable, lifelinePort, endpoints);
  }

  ClusterNode withEndpoints(Map<String, String> nowThere) {
    return new ClusterNode(
        record, role, address, incarnation, draining, reachable, lifelinePort, nowThere);
  }

  ClusterNode withDraining() {
    return new ClusterNode(
        record, role, address, incarnation, true, reachable, lifelinePort, endpoints);
  }
}
