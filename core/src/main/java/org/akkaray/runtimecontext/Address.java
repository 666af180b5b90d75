package org.akkaray.runtimecontext;

import java.util.Objects;
import org.akkaray.id.UniqueId;
import org.jspecify.annotations.Nullable;

/** Where something runs. Immutable. */
public final class Address {
  /** The node. */
  public final UniqueId nodeId;

  /** The node's address. */
  public final String ip;

  /** The node's port, 0 if it listens on none. */
  public final int port;

  /** With all its parts. */
  public Address(UniqueId nodeId, String ip, int port) {
    this.nodeId = nodeId;
    this.ip = ip;
    this.port = port;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Address that
        && nodeId.equals(that.nodeId)
        && ip.equals(that.ip)
        && port == that.port;
  }

  @Override
  public int hashCode() {
    return Objects.hash(nodeId, ip, port);
  }

  @Override
  public String toString() {
    return nodeId + "@" + ip + ":" + port;
  }
}
