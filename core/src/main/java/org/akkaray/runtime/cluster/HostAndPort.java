package org.akkaray.runtime.cluster;

import akka.actor.Address;
import java.util.Arrays;
import java.util.List;
import org.akkaray.runtime.OptionRules;

/** Where a node listens. */
public record HostAndPort(String host, int port) {

  /**
   * Reads one or more of host:port, separated by commas.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public static List<HostAndPort> parse(String text) {
    return Arrays.stream(OptionRules.hostsAndPorts("address", text).split(","))
        .map(String::strip)
        .map(one -> {
          int colon = one.lastIndexOf(':');
          return new HostAndPort(
              one.substring(0, colon), Integer.parseInt(one.substring(colon + 1)));
        })
        .toList();
  }

  Address akkaAddress() {
    return new Address("akka", ActorSystems.NAME, host, port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
