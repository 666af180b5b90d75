package org.akkaray.runtime.cluster;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.akkaray.id.UniqueId;

/**
 * Chooses whose lifelines a node watches: in a small cluster everybody's, in a large one those of
 * the nodes that follow it when all stand in a ring in the order of their ids, so that each is
 * watched by as many others.
 */
final class LifelineWatch implements NodeListener {
  /** How many nodes each one watches. */
  static final int MOST_WATCHED = 8;

  /** In which nodes stand in the ring. */
  static final Comparator<UniqueId> ORDER =
      Comparator.comparing(UniqueId::high).thenComparing(UniqueId::low);

  private final Lifeline lifeline;
  private final UniqueId self;
  private final TreeMap<UniqueId, ClusterNode> others = new TreeMap<>(ORDER);
  private Set<UniqueId> watched = Set.of();

  LifelineWatch(Lifeline lifeline, UniqueId self) {
    this.lifeline = lifeline;
    this.self = self;
  }

  @Override
  public void onNodeUp(ClusterNode node) {
    if (!node.id().equals(self)) {
      others.put(node.id(), node);
      choose();
    }
  }

  @Override
  public void onNodeDown(ClusterNode node) {
    others.remove(node.id());
    if (watched.contains(node.id())) {
      lifeline.unwatch(node);
    }
    choose();
  }

  private void choose() {
    List<ClusterNode> chosen = following(others, self);
    Set<UniqueId> ids = new HashSet<>(chosen.stream().map(ClusterNode::id).toList());
    others.values().stream()
        .filter(node -> watched.contains(node.id()) && !ids.contains(node.id()))
        .forEach(lifeline::unwatch);
    chosen.forEach(lifeline::watch);
    watched = ids;
  }

  /** The nodes that follow in the ring. */
  static List<ClusterNode> following(TreeMap<UniqueId, ClusterNode> ring, UniqueId self) {
    return Stream.concat(
            ring.tailMap(self, false).values().stream(), ring.headMap(self).values().stream())
        .limit(MOST_WATCHED)
        .toList();
  }
}
