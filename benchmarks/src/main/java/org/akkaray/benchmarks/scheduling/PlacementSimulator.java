package org.akkaray.benchmarks.scheduling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.scheduler.placement.ClusterView;
import org.akkaray.runtime.scheduler.placement.NodeLoad;
import org.akkaray.runtime.scheduler.placement.Placement;
import org.akkaray.runtime.scheduler.placement.PlacementPolicy;
import org.akkaray.runtime.scheduler.placement.PlacementRequest;

/**
 * Runs the global schedulers' policy on a cluster that exists in virtual time only. Tasks are
 * submitted at random times (a Poisson process); the policy, the view of the cluster and what nodes
 * count for their reports are those of the real system. Only the decisions' time is real. The same
 * settings give the same run. Used once.
 *
 * <p>Memory: the tasks that are under way, queued or running, whatever the number of all.
 */
public final class PlacementSimulator {
  private static final int LENGTH_BITS = 40;
  private static final PlacementRequest REQUEST = PlacementRequest.of(SimulatedNode.DEMAND);

  private record Scheduler(UniqueId id, ClusterView view, PlacementPolicy policy) {}

  private record LateReport(long arrives, NodeLoad load) {}

  private final SimulationSettings settings;
  private final long tasks;
  private final double meanLength;
  private final long network;
  private final SplittableRandom random;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final List<Scheduler> schedulers = new ArrayList<>();
  private final ArrayDeque<SimulatedTask> underWay = new ArrayDeque<>();
  private final ArrayDeque<LateReport> reports = new ArrayDeque<>();
  private final TimedEvents ends = new TimedEvents();
  private final Histogram waits = new Histogram(3);
  private final Histogram decisions = new Histogram(3);
  private final double submissionGap;
  private final long reportGap;
  private long nextSubmission;
  private long nextReport;
  private int nextReporter;
  private long submitted;
  private long ended;
  private long decisionNanos;
  private long now;

  /** A cluster whose nodes have reported once. */
  public PlacementSimulator(SimulationSettings settings) {
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed());
    SimulationSettings.Workload workload = settings.workload();
    this.tasks = workload.tasks();
    this.meanLength = workload.meanTask().toNanos();
    this.network = workload.network().toNanos();
    this.submissionGap = meanLength / (workload.utilization() * settings.nodes() * settings.cpus());
    this.reportGap = Math.max(1, settings.heartbeats().period().toNanos() / settings.nodes());
    for (int i = 0; i < settings.schedulers(); i++) {
      UniqueId id = UniqueId.of(2, i);
      schedulers.add(
          new Scheduler(
              id, new ClusterView(id), new PlacementPolicy(settings.policy(), random.split())));
    }
    for (int i = 0; i < settings.nodes(); i++) {
      SimulatedNode node = new SimulatedNode(i, settings.cpus());
      nodes.add(node);
      apply(node.report());
    }
  }

  /** What the heap keeps of a running task. */
  static long endOf(int node, long length) {
    return (long) node << LENGTH_BITS | length;
  }

  /** Runs until all tasks have ended. */
  public SimulationResult run() {
    while (ended < tasks) {
      step();
    }
    return result();
  }

  /**
   * The earliest of: a submission, an arrival at a node, a task's end, a report made, one heard.
   */
  private void step() {
    long submission = submitted < tasks ? nextSubmission : Long.MAX_VALUE;
    SimulatedTask arriving = underWay.peekFirst();
    LateReport heard = reports.peekFirst();
    long arrival = arriving == null ? Long.MAX_VALUE : arriving.arrives();
    long hearing = heard == null ? Long.MAX_VALUE : heard.arrives();
    now =
        Math.min(
            Math.min(submission, arrival),
            Math.min(ends.earliest(), Math.min(nextReport, hearing)));
    if (heard != null && now == hearing) {
      reports.removeFirst();
      apply(heard.load());
    } else if (now == nextReport) {
      reports.addLast(
          new LateReport(
              now + settings.heartbeats().delay().toNanos(), nodes.get(nextReporter).report()));
      nextReporter = (nextReporter + 1) % nodes.size();
      nextReport += reportGap;
    } else if (now == ends.earliest()) {
      long end = ends.poll();
      nodes.get((int) (end >>> LENGTH_BITS)).end(now, end & (1L << LENGTH_BITS) - 1, ends, waits);
      ended++;
    } else if (arriving != null && now == arrival) {
      underWay.removeFirst();
      arriving.node().receive(arriving, ends, waits);
    } else {
      submit();
      nextSubmission = now + Math.round(random.nextExponential() * submissionGap);
    }
  }

  private void apply(NodeLoad report) {
    for (Scheduler scheduler : schedulers) {
      scheduler.view().apply(report);
    }
  }

  private void submit() {
    submitted++;
    Scheduler scheduler = schedulers.get(random.nextInt(schedulers.size()));
    long length = 1 + Math.round(random.nextExponential() * meanLength);
    long began = System.nanoTime();
    Placement placement = scheduler.policy().choose(REQUEST, scheduler.view());
    if (!(placement instanceof Placement.OnNode on)) {
      throw new IllegalStateException(
          "a task that every node could run was not placed: " + placement);
    }
    if (settings.heartbeats().countPlacements()) {
      scheduler.view().placed(on.node(), SimulatedNode.DEMAND);
    }
    long took = System.nanoTime() - began;
    decisionNanos += took;
    decisions.recordValue(took);
    underWay.addLast(
        new SimulatedTask(
            nodes.get((int) on.node().low()), scheduler.id(), now, now + network, length));
  }

  private SimulationResult result() {
    double even = (double) tasks / settings.nodes();
    double[] deviations =
        nodes.stream().mapToDouble(node -> Math.abs(node.received() - even) / even).toArray();
    double largest = 0;
    double sum = 0;
    for (double deviation : deviations) {
      largest = Math.max(largest, deviation);
      sum += deviation;
    }
    return new SimulationResult(
        ended,
        decisionNanos / 1e3 / submitted,
        decisions.getValueAtPercentile(99) / 1e3,
        largest,
        sum / deviations.length,
        waits.getMean() / 1e6,
        waits.getValueAtPercentile(99) / 1e6,
        now / 1e9);
  }
}
