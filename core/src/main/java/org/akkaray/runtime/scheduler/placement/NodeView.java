package org.akkaray.runtime.scheduler.placement;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.scheduler.ResourceSet;

/**
 * What a scheduler knows of one node: its newest report, and what the scheduler has placed there
 * that the report does not hold yet ("under way"). Belongs to its {@link ClusterView}, and like it
 * is not thread-safe.
 */
public final class NodeView {
  /**
   * After so many further reports a placement that no report acknowledged counts as lost.
   * Heartbeats would have to be that many periods late for it to be wrong.
   */
  static final int LOST_AFTER_REPORTS = 64;

  /** What can be under way. */
  enum Kind {
    TASK,
    ACTOR,
    BUNDLE
  }

  private record UnderWay(ResourceSet demand, Kind kind, long atReport) {}

  private final ArrayDeque<UnderWay> underWay = new ArrayDeque<>();
  private final UniqueId scheduler;
  private final SchedulerShare share;
  private NodeLoad load;
  private boolean reachable = true;
  private long reports;

  /** How many placements were ever sent to this incarnation, and how many of them are settled. */
  private long sent;

  private long settled;
  private long lost;
  private int actorsUnderWay;
  private ResourceSet demandUnderWay = ResourceSet.EMPTY;

  /**
   * Per resource, in ten-thousandths: what is queued and under way, less what is free. Below zero,
   * so much could start at once.
   */
  private long cpuAhead;

  private final Map<String, Long> othersAhead = new HashMap<>();

  NodeView(NodeLoad load, UniqueId scheduler, SchedulerShare share) {
    this.load = load;
    this.scheduler = scheduler;
    this.share = share;
    refresh();
  }

  /** The node. */
  public UniqueId id() {
    return load.node();
  }

  /** Its newest report. */
  public NodeLoad load() {
    return load;
  }

  /** Whether anything may be placed on it: it can be reached and is not about to leave. */
  public boolean isSchedulable() {
    return reachable && !load.draining();
  }

  /** How many placements are under way to it. */
  public int underWay() {
    return underWay.size();
  }

  /** How many actors it has, those under way among them. */
  public int actors() {
    return load.actors() + actorsUnderWay;
  }

  /** What is free of it, less what is under way. */
  public ResourceSet available() {
    return load.free().minus(demandUnderWay);
  }

  /**
   * What can be had of it for long: all that no actor or placement group holds or is about to,
   * whether or not tasks use it now.
   */
  public ResourceSet unreserved() {
    ResourceSet left = load.total().minus(load.reserved());
    for (UnderWay placement : underWay) {
      if (placement.kind() != Kind.TASK) {
        left = left.minus(placement.demand());
      }
    }
    return left;
  }

  /** Whether it could ever run something with this demand. */
  public boolean fits(ResourceSet demand) {
    return load.total().covers(demand);
  }

  /** Whether something with this demand would start at once. */
  public boolean startsAtOnce(ResourceSet demand) {
    return pressure(demand) <= 0;
  }

  /**
   * How full the node would be with this demand on top, as a part of its total: by the scarcest of
   * the resources asked for, what is queued, under way and asked for, less what is free. At or
   * below 0 the demand starts at once; at 1, the whole node's worth of work goes first. The node
   * must fit the demand.
   */
  double pressure(ResourceSet demand) {
    double pressure = Double.NEGATIVE_INFINITY;
    long cpu = demand.cpuUnits();
    if (cpu > 0) {
      double others = (share.factor() - 1) * demandUnderWay.cpuUnits();
      pressure = (cpuAhead + cpu + others) / load.total().cpuUnits();
    }
    if (!demand.otherUnits().isEmpty()) {
      Map<String, Long> totals = load.total().otherUnits();
      Map<String, Long> mine = demandUnderWay.otherUnits();
      for (Map.Entry<String, Long> amount : demand.otherUnits().entrySet()) {
        String name = amount.getKey();
        double others = (share.factor() - 1) * mine.getOrDefault(name, 0L);
        double ahead = othersAhead.getOrDefault(name, 0L) + amount.getValue() + others;
        pressure = Math.max(pressure, ahead / totals.getOrDefault(name, 0L));
      }
    }
    if (pressure == Double.NEGATIVE_INFINITY) { // asks for nothing, so nothing holds it up
      long total = load.total().cpuUnits();
      return total == 0 ? -1 : Math.min(0, (double) cpuAhead / total);
    }
    return pressure;
  }

  /**
   * Takes in a report.
   *
   * @return whether it changes where anything may be placed at all
   */
  boolean apply(NodeLoad newer) {
    boolean changed =
        newer.draining() != load.draining()
            || !newer.total().equals(load.total())
            || !newer.labels().equals(load.labels());
    if (newer.incarnation() != load.incarnation()) {
      underWay.clear();
      sent = settled = lost = 0;
    } else {
      share.received(
          Math.max(0, received(newer) - received(load)),
          Math.max(0, receivedInAll(newer) - receivedInAll(load)));
    }
    load = newer;
    reports++;
    settle(received(newer));
    refresh();
    return changed;
  }

  private long received(NodeLoad report) {
    return report.received().getOrDefault(scheduler, 0L);
  }

  private static long receivedInAll(NodeLoad report) {
    long sum = 0;
    for (long count : report.received().values()) {
      sum += count;
    }
    return sum;
  }

  /** Drops what the node has got, and what must have been lost on the way. */
  private void settle(long received) {
    if (received + lost > sent) {
      lost = sent - received; // what was given up came late after all
    }
    while (settled < received + lost && !underWay.isEmpty()) {
      underWay.removeFirst();
      settled++;
    }
    while (!underWay.isEmpty() && reports - underWay.getFirst().atReport() > LOST_AFTER_REPORTS) {
      underWay.removeFirst();
      settled++;
      lost++;
    }
  }

  void placed(ResourceSet demand, Kind kind) {
    underWay.addLast(new UnderWay(demand, kind, reports));
    sent++;
    if (kind == Kind.ACTOR) {
      actorsUnderWay++;
    }
    demandUnderWay = demandUnderWay.plus(demand);
    cpuAhead += demand.cpuUnits();
    addOthers(demand, 1);
  }

  boolean withdraw(ResourceSet demand, Kind kind) {
    var newestFirst = underWay.descendingIterator();
    while (newestFirst.hasNext()) {
      UnderWay placement = newestFirst.next();
      if (placement.kind() == kind && placement.demand().equals(demand)) {
        newestFirst.remove();
        sent--;
        refresh();
        return true;
      }
    }
    return false;
  }

  boolean setReachable(boolean reachable) {
    boolean changed = this.reachable != reachable;
    this.reachable = reachable;
    return changed;
  }

  private void refresh() {
    actorsUnderWay = 0;
    demandUnderWay = ResourceSet.EMPTY;
    long cpu = 0;
    for (UnderWay placement : underWay) {
      actorsUnderWay += placement.kind() == Kind.ACTOR ? 1 : 0;
      if (placement.demand().otherUnits().isEmpty()) {
        cpu += placement.demand().cpuUnits();
      } else {
        demandUnderWay = demandUnderWay.plus(placement.demand());
      }
    }
    demandUnderWay = demandUnderWay.plus(ResourceSet.ofUnits(cpu, Map.of()));
    ResourceSet queued = load.queuedDemand();
    cpuAhead = queued.cpuUnits() + demandUnderWay.cpuUnits() - load.free().cpuUnits();
    othersAhead.clear();
    addOthers(queued, 1);
    addOthers(demandUnderWay, 1);
    addOthers(load.free(), -1);
  }

  private void addOthers(ResourceSet amounts, int sign) {
    if (!amounts.otherUnits().isEmpty()) {
      amounts
          .otherUnits()
          .forEach((name, units) -> othersAhead.merge(name, sign * units, Long::sum));
    }
  }
}
