package org.akkaray.runtime.scheduler.placement;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.akkaray.runtime.scheduler.ResourceSet;

/**
 * The nodes on which a demand may be placed, ready to be drawn from. A large node is drawn as much
 * more often than a small one as it can run more of the demand at a time; drawn evenly, it would
 * idle beside full small ones.
 */
final class FeasibleNodes {
  private static final NodeView[] NONE = {};
  private static final double[] EVEN = {};

  private final NodeView[] nodes;
  private final Set<NodeView> members;

  /** Sums of the nodes' weights up to each; empty if all weigh the same. */
  private final double[] weightUpTo;

  private final int unschedulable;

  /** Whose turn is next among work that is to be spread; where the scheduler starts is chance. */
  private int turn = -1;

  /**
   * @param nodes those that fit and may be used
   * @param unschedulable how many others would fit, but leave or cannot be reached
   */
  FeasibleNodes(ResourceSet demand, List<NodeView> nodes, int unschedulable) {
    this.nodes = nodes.toArray(NONE);
    this.members = new HashSet<>(nodes);
    this.unschedulable = unschedulable;
    double[] weights = nodes.stream().mapToDouble(node -> weight(demand, node)).toArray();
    boolean even = Arrays.stream(weights).allMatch(weight -> weight == weights[0]);
    if (!even) {
      Arrays.parallelPrefix(weights, Double::sum);
    }
    weightUpTo = even ? EVEN : weights;
  }

  /** How many of the demand the node can run at a time; by its CPUs if nothing is asked for. */
  private static double weight(ResourceSet demand, NodeView node) {
    double share = demand.shareOf(node.load().total());
    return share > 0 ? 1 / share : Math.max(1, node.load().total().cpuUnits());
  }

  boolean isEmpty() {
    return nodes.length == 0;
  }

  /** How many others fit, but leave or cannot be reached. */
  int unschedulable() {
    return unschedulable;
  }

  int size() {
    return nodes.length;
  }

  boolean contains(NodeView node) {
    return members.contains(node);
  }

  NodeView get(int index) {
    return nodes[index];
  }

  NodeView draw(RandomGenerator random) {
    if (weightUpTo.length == 0) {
      return nodes[random.nextInt(nodes.length)];
    }
    double at = random.nextDouble() * weightUpTo[weightUpTo.length - 1];
    int found = Arrays.binarySearch(weightUpTo, at);
    return nodes[Math.min(found >= 0 ? found + 1 : -found - 1, nodes.length - 1)];
  }

  /** The node that is so many places after the one whose turn is next. */
  NodeView inTurn(int places, RandomGenerator random) {
    if (turn < 0) {
      turn = random.nextInt(nodes.length);
    }
    return nodes[(turn + places) % nodes.length];
  }

  /** The node so many places after the next had its turn. */
  void tookTurn(int places) {
    turn = (turn + places + 1) % nodes.length;
  }
}
