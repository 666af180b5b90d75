package org.akkaray.runtime.cluster;

import akka.cluster.UniqueAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings together what Akka Cluster says about its members and what nodes say about themselves: a
 * node is up when it is a member that takes part and has said who it is. Each method returns what
 * listeners are to be told. Not thread-safe.
 */
final class MemberTable {
  /** How many of those are remembered who introduced themselves and are no members (yet). */
  static final int MOST_STRANGERS = 1_000;

  /** What listeners are told. */
  sealed interface Event {
    ClusterNode node();
  }

  record Up(ClusterNode node) implements Event {}

  record Unreachable(ClusterNode node) implements Event {}

  record Reachable(ClusterNode node) implements Event {}

  record Draining(ClusterNode node) implements Event {}

  record Down(ClusterNode node) implements Event {}

  /** Members by how far they are: true if they take part. */
  private final Map<UniqueAddress, Boolean> members = new LinkedHashMap<>();

  private final Set<UniqueAddress> unreachable = new LinkedHashSet<>();
  private final Map<UniqueAddress, ClusterNode> up = new LinkedHashMap<>();

  /** What members have said about themselves. */
  private final Map<UniqueAddress, ClusterNode> introduced = new LinkedHashMap<>();

  /** The same of those who are no members, or not yet. */
  private final Map<UniqueAddress, ClusterNode> strangers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UniqueAddress, ClusterNode> eldest) {
          return size() > MOST_STRANGERS;
        }
      };

  /** A process joins, but does not take part yet. */
  void memberJoined(UniqueAddress member) {
    members.putIfAbsent(member, false);
    recognize(member);
  }

  /** A process takes part from now on. */
  List<Event> memberUp(UniqueAddress member) {
    members.put(member, true);
    recognize(member);
    return becomeUp(member);
  }

  private void recognize(UniqueAddress member) {
    ClusterNode stranger = strangers.remove(member);
    if (stranger != null) {
      introduced.put(member, stranger);
    }
  }

  /** A process is no member any more. */
  List<Event> memberRemoved(UniqueAddress member) {
    members.remove(member);
    unreachable.remove(member);
    introduced.remove(member);
    ClusterNode node = up.remove(member);
    return node == null ? List.of() : List.of(new Down(node.withReachable(false)));
  }

  /** A member does not answer. */
  List<Event> memberUnreachable(UniqueAddress member) {
    if (!unreachable.add(member)) {
      return List.of();
    }
    ClusterNode node = up.computeIfPresent(member, (key, known) -> known.withReachable(false));
    return node == null ? List.of() : List.of(new Unreachable(node));
  }

  /** A member answers again. */
  List<Event> memberReachable(UniqueAddress member) {
    if (!unreachable.remove(member)) {
      return List.of();
    }
    ClusterNode node = up.computeIfPresent(member, (key, known) -> known.withReachable(true));
    return node == null ? List.of() : List.of(new Reachable(node));
  }

  /** A process said who it is. */
  List<Event> introduced(ClusterNode node) {
    UniqueAddress member = new UniqueAddress(node.address(), node.incarnation());
    if (!members.containsKey(member)) {
      strangers.put(member, node);
      return List.of();
    }
    introduced.put(member, node);
    ClusterNode known = up.get(member);
    if (known == null) {
      return becomeUp(member);
    }
    if (!node.endpoints().equals(known.endpoints())) {
      known = known.withEndpoints(node.endpoints());
      up.put(member, known);
    }
    if (node.draining() && !known.draining()) {
      ClusterNode draining = known.withDraining();
      up.put(member, draining);
      return List.of(new Draining(draining));
    }
    return List.of();
  }

  /** A member leaves, which counts as draining if it has not said so itself. */
  List<Event> memberLeaving(UniqueAddress member) {
    ClusterNode node = introduced.get(member);
    return node == null ? List.of() : introduced(node.withDraining());
  }

  private List<Event> becomeUp(UniqueAddress member) {
    ClusterNode node = introduced.get(member);
    if (node == null || !members.getOrDefault(member, false) || up.containsKey(member)) {
      return List.of();
    }
    ClusterNode nowUp = node.withReachable(!unreachable.contains(member));
    up.put(member, nowUp);
    List<Event> events = new ArrayList<>(List.of(new Up(nowUp)));
    if (!nowUp.reachable()) {
      events.add(new Unreachable(nowUp));
    }
    if (nowUp.draining()) {
      events.add(new Draining(nowUp));
    }
    return events;
  }

  /** Members that have not said yet who they are. */
  List<UniqueAddress> unknown() {
    return members.keySet().stream().filter(member -> !introduced.containsKey(member)).toList();
  }

  /** All members. */
  List<UniqueAddress> members() {
    return List.copyOf(members.keySet());
  }

  /** Whether all that take part have said who they are. */
  boolean isComplete() {
    return members.entrySet().stream()
        .allMatch(member -> !member.getValue() || up.containsKey(member.getKey()));
  }

  /** The nodes that are up, in the order in which they became so. */
  List<ClusterNode> nodes() {
    return List.copyOf(up.values());
  }
}
