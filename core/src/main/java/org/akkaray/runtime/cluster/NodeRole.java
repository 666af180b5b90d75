package org.akkaray.runtime.cluster;

/** What a process is in the cluster. */
public enum NodeRole {
  /** Runs what others submit. */
  NODE("node"),

  /** Submits. Its coming and going never decides which part of a cluster goes on. */
  DRIVER("driver");

  private final String akkaName;

  NodeRole(String akkaName) {
    this.akkaName = akkaName;
  }

  /** The name of the role in Akka Cluster. */
  public String akkaName() {
    return akkaName;
  }
}
