package org.akkaray.runtime.cluster;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a node must have in common with a cluster to join it.
 *
 * @param protocol the version of what nodes say to each other; nodes of another one do not
 *     understand each other
 * @param version of akka-ray, for people
 * @param settings those that must be equal on all nodes, as they are written; one that only one
 *     side knows is not compared
 */
public record Compatibility(int protocol, String version, Map<String, String> settings) {
  /** The protocol of this version. Raised when older nodes could misunderstand what this says. */
  public static final int PROTOCOL = 1;

  public Compatibility {
    settings = Map.copyOf(settings);
  }

  /**
   * Why a node may not join the cluster that this one is of.
   *
   * @return one sentence, empty if it may
   */
  String refusalFor(Compatibility joining, ClusterNode self) {
    String cluster = "the cluster at " + self.record().address() + ":" + self.record().port() + " ";
    if (joining.protocol != protocol) {
      return cluster
          + "runs akka-ray "
          + version
          + " (protocol "
          + protocol
          + "), which does not work with akka-ray "
          + joining.version
          + " (protocol "
          + joining.protocol
          + "); start this node with the cluster's version.";
    }
    for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
      String other = joining.settings.get(setting.getKey());
      if (other != null && !other.equals(setting.getValue())) {
        return cluster
            + "has "
            + setting.getKey()
            + " = "
            + setting.getValue()
            + ", but this node has "
            + other
            + "; it must be the same on all nodes.";
      }
    }
    return "";
  }
}
