package org.akkaray.runtime.gcs;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.akkaray.runtime.wire.ActorName;
import org.akkaray.runtime.wire.ActorRow;
import org.akkaray.runtime.wire.NodeKey;
import org.akkaray.runtimecontext.ActorState;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the cluster's actors, and what becomes of them when nodes die. A pure state machine:
 * belongs to one keeper, which calls it from one thread at a time.
 */
final class ActorRows {
  private static final int DEAD_KEPT = 10_000;

  /** Actors whose rows are not what they were when {@link #takeChanged} was called last. */
  private final Set<ByteString> changed = new LinkedHashSet<>();

  private final Map<ByteString, ActorRow> living =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        public ActorRow put(ByteString actor, ActorRow row) {
          changed.add(actor);
          return super.put(actor, row);
        }
      };
  private final Map<ByteString, ActorRow> dead =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, ActorRow> eldest) {
          if (size() > DEAD_KEPT) {
            changed.add(eldest.getKey());
            return true;
          }
          return false;
        }

        @Override
        public ActorRow put(ByteString actor, ActorRow row) {
          changed.add(actor);
          return super.put(actor, row);
        }
      };
  private final Map<ActorName, ByteString> names = new HashMap<>();
  private final Set<NodeKey> gone = new HashSet<>();

  /** What those who have handles must know. */
  private final List<ActorRow> news = new ArrayList<>();

  /** Those that somebody waits for. */
  private final Set<ByteString> sought = new HashSet<>();

  /** Those that wait for a node to be created again on. */
  private final Set<ByteString> homeless = new HashSet<>();

  /** Adds an actor, unless another has its name, which is returned then. */
  @Nullable ActorRow add(ActorRow row) {
    if (!row.getName().isEmpty()) {
      ByteString holder = names.get(nameOf(row));
      if (holder != null && !holder.equals(row.getActor())) {
        return living.get(holder);
      }
    }
    if (!living.containsKey(row.getActor()) && !dead.containsKey(row.getActor())) {
      put(row);
    }
    return null;
  }

  private void put(ActorRow row) {
    living.put(row.getActor(), row);
    if (!row.getName().isEmpty()) {
      names.putIfAbsent(nameOf(row), row.getActor());
    }
  }

  /** What the keeper before this one knew of an actor; what a node has said since is newer. */
  void restore(ActorRow row) {
    if (!living.containsKey(row.getActor()) && !dead.containsKey(row.getActor())) {
      put(row);
    }
  }

  /**
   * An actor of a cluster that has ended, of which this one is the next life. That it is created
   * again is none of the restarts that its user allowed.
   */
  void revive(ActorRow row) {
    int epoch = row.getEpoch() + 1;
    int maxRestarts = row.getMaxRestarts() < 0 ? -1 : row.getMaxRestarts() + 1;
    put(
        row.toBuilder()
            .clearNode()
            .setEpoch(epoch)
            .setMaxRestarts(maxRestarts)
            .setState(ActorState.RESTARTING.getValue())
            .setCreation(row.getCreation().toBuilder().setEpoch(epoch).setMaxRestarts(maxRestarts))
            .build());
    homeless.add(row.getActor());
  }

  /** The actors whose rows have changed since the last call; null rows are to be forgotten. */
  Map<ByteString, @Nullable ActorRow> takeChanged() {
    Map<ByteString, @Nullable ActorRow> all = new LinkedHashMap<>();
    for (ByteString actor : changed) {
      ActorRow row = living.get(actor);
      all.put(actor, row != null ? row : dead.get(actor));
    }
    changed.clear();
    return all;
  }

  private static ActorName nameOf(ActorRow row) {
    return ActorName.newBuilder().setNamespace(row.getNamespace()).setName(row.getName()).build();
  }

  /** Takes note of what a node says of an actor; what is older than what is known is dropped. */
  void update(ActorRow row) {
    ActorRow known = living.get(row.getActor());
    if (dead.containsKey(row.getActor())) {
      return;
    }
    if (row.getState() == ActorState.DEAD.getValue()) {
      if (known == null || row.getEpoch() >= known.getEpoch() || !row.hasNode()) {
        die(known == null ? row : known.toBuilder().setReason(row.getReason()).build());
        if (!sought.remove(row.getActor()) && (row.hasNode() || row.getReason().isEmpty())) {
          news.removeLast(); // callers are told by the node where it lived
        }
      }
      return;
    }
    if (known != null) {
      boolean same = row.getEpoch() == known.getEpoch();
      if (row.getEpoch() < known.getEpoch() || (same && known.hasNode() && !row.hasNode())) {
        return;
      }
      ActorRow.Builder merged = row.toBuilder();
      if (!row.hasCreation() && known.hasCreation()) {
        merged.setCreation(known.getCreation());
      }
      if (same && row.getState() < ActorState.ALIVE.getValue() && known.hasNode()) {
        merged.setState(known.getState());
      }
      if (!row.hasDescription() && known.hasDescription()) {
        merged.setDescription(known.getDescription());
      }
      row = merged.build();
    }
    put(row);
    if (!row.hasNode() && row.hasCreation()) {
      homeless.add(row.getActor()); // its node leaves
    }
    if (row.hasNode()) {
      if (gone.contains(row.getNode())) {
        lost(row);
        return;
      }
      homeless.remove(row.getActor());
      if (sought.remove(row.getActor())
          || (known != null && known.hasNode() && !known.getNode().equals(row.getNode()))) {
        news.add(row);
      }
    }
  }

  private void die(ActorRow row) {
    living.remove(row.getActor());
    homeless.remove(row.getActor());
    ActorRow last = row.toBuilder().setState(ActorState.DEAD.getValue()).clearCreation().build();
    dead.put(row.getActor(), last);
    if (!row.getName().isEmpty()) {
      names.remove(nameOf(row), row.getActor());
    }
    news.add(last);
  }

  /** A node is gone for good. */
  void nodeGone(NodeKey node) {
    if (gone.add(node)) {
      for (ActorRow row : List.copyOf(living.values())) {
        if (row.hasNode() && row.getNode().equals(node)) {
          lost(row);
        } else if (!row.getDetached() && row.getDriver().equals(node) && !row.hasNode()) {
          die(row.toBuilder().setReason("its job's driver is gone").build());
        }
      }
    }
  }

  /** Whatever node is named in a row and is not one of these is gone. */
  void onlyTheseLive(Set<NodeKey> nodes) {
    Set<NodeKey> named = new HashSet<>();
    for (ActorRow row : living.values()) {
      if (row.hasNode()) {
        named.add(row.getNode());
      }
      if (row.hasDriver()) {
        named.add(row.getDriver());
      }
    }
    named.removeAll(nodes);
    named.forEach(this::nodeGone);
  }

  private void lost(ActorRow row) {
    boolean mayRestart = row.getMaxRestarts() < 0 || row.getEpoch() < row.getMaxRestarts();
    boolean wanted = row.getDetached() || !gone.contains(row.getDriver());
    if (!mayRestart || !wanted || !row.hasCreation()) {
      die(row.toBuilder().setReason("it was lost with its node, which died").build());
      return;
    }
    int epoch = row.getEpoch() + 1;
    ActorRow again =
        row.toBuilder()
            .clearNode()
            .setEpoch(epoch)
            .setState(ActorState.RESTARTING.getValue())
            .setCreation(
                row.getCreation().toBuilder().setEpoch(epoch).setMaxRestarts(row.getMaxRestarts()))
            .build();
    living.put(row.getActor(), again);
    homeless.add(row.getActor());
  }

  /** An actor that waits for a node will be created again there. */
  void placed(ActorRow row, NodeKey node) {
    homeless.remove(row.getActor());
    ActorRow there = row.toBuilder().setNode(node).build();
    living.put(row.getActor(), there);
    news.add(there);
  }

  List<ActorRow> homeless() {
    return homeless.stream().map(living::get).toList();
  }

  List<ActorRow> takeNews() {
    List<ActorRow> all = List.copyOf(news);
    news.clear();
    return all;
  }

  /** An actor that somebody looks for; who does is told when it has a place. */
  @Nullable ActorRow find(ByteString actor) {
    ActorRow row = living.get(actor);
    if (row != null && !row.hasNode()) {
      sought.add(actor);
    }
    return row != null ? row : dead.get(actor);
  }

  @Nullable ActorRow named(ActorName name) {
    ByteString id = names.get(name);
    return id == null ? null : living.get(id);
  }

  List<ActorRow> all() {
    List<ActorRow> all = new ArrayList<>(dead.values());
    all.addAll(living.values());
    return all;
  }
}
