package org.akkaray.benchmarks.bars;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.akkaray.benchmarks.cluster.ClusterRowNames;
import org.akkaray.benchmarks.gcs.GcsRowNames;
import org.akkaray.benchmarks.harness.Measurement;
import org.akkaray.benchmarks.harness.Report;
import org.akkaray.benchmarks.rows.RowNames;
import org.akkaray.benchmarks.scheduling.PlacementRowNames;
import org.akkaray.benchmarks.store.StoreRowNames;
import org.akkaray.benchmarks.transfer.TransferRowNames;

/**
 * The bars of one node on a machine of two cores. Rates count by the median of their rounds; a
 * ratio is the median of the ratios of rounds that were measured in turns.
 */
public final class Bars {
  private static final double HEAP_LIMIT_MB = 2_147.0;

  private static final List<Bar> ALL =
      List.of(
          rate("no-op task, one at a time", RowNames.TASKS_SYNC, 100_000),
          rate("no-op task, 1000 in a batch", RowNames.TASKS_ASYNC, 500_000),
          ratio(
              "actor call one at a time / raw Akka ask", RowNames.ACTOR_SYNC, RowNames.AKKA_ASK, 1),
          rate("actor call, 1000 in a batch", RowNames.ACTOR_ASYNC, 400_000),
          ratio(
              "actor call in a batch / raw Akka tell",
              RowNames.ACTOR_ASYNC,
              RowNames.AKKA_TELL,
              1.0 / 3),
          ratio(
              "1,000,000 queued tasks / 1000 in a batch",
              RowNames.QUEUED,
              RowNames.TASKS_ASYNC,
              0.5),
          atMost("heap used by 1,000,000 queued tasks", RowNames.QUEUED_HEAP, HEAP_LIMIT_MB, "MB"),
          atMost("task with 10,000 ref arguments", RowNames.MANY_ARGUMENTS, 0.5, "s"),
          atMost("task with 3,000 returns", RowNames.MANY_RETURNS, 0.5, "s"),
          atMost("get of 10,000 refs", RowNames.MANY_GETS, 0.5, "s"),
          rate("put of a small value", RowNames.PUT, 1_000_000),
          rate("get of a small value", RowNames.GET, 1_000_000),
          ends("recursion 2,000 deep on 1 CPU", RowNames.RECURSION, "s"),
          ends("10,000 tasks blocked at once: time", RowNames.BLOCKED, "s"),
          ends("10,000 tasks blocked at once: heap", RowNames.BLOCKED_HEAP, "MB"),
          atMost("actor call beside 2 computing tasks: p99", RowNames.FAIRNESS_P99, 20, "ms"),
          atLeast(
              "simulation tasks / 2 bare threads",
              Set.of(RowNames.SIMULATION),
              rows -> rows.get(RowNames.SIMULATION).median(),
              0.95,
              ""),
          ratio(
              "store: put of 1 GB / memory copy",
              StoreRowNames.PUT_1_GB,
              StoreRowNames.COPY_1_GB,
              0.9),
          rate("store: put of 1 KB", StoreRowNames.PUT_1_KB, 1_000_000),
          rate("store: put of 100 KB", StoreRowNames.PUT_100_KB, 50_000),
          rate("store: view of 1 GB, within 5 us", StoreRowNames.GET_1_GB, 200_000),
          ratio(
              "store: read through a view / heap array",
              StoreRowNames.READ_VIEW,
              StoreRowNames.READ_ARRAY,
              0.9),
          atMost(
              "other process: first byte of 1 GB", StoreRowNames.NEIGHBOUR_FIRST_BYTE, 100, "us"),
          atMost("other process: own memory to read it", StoreRowNames.NEIGHBOUR_MEMORY, 50, "MB"),
          ratio("store: working set of 3x / disk", StoreRowNames.SPILL, StoreRowNames.DISK, 0.5),
          atMost("store: heap for each of 1,000,000", StoreRowNames.MILLION_HEAP, 200, "bytes"),
          ratio(
              "transfer of 100 MB / plain TCP",
              TransferRowNames.AERON_100_MB,
              TransferRowNames.TCP_100_MB,
              0.7),
          ratio(
              "transfer of 1 GB / plain TCP",
              TransferRowNames.AERON_1_GB,
              TransferRowNames.TCP_1_GB,
              0.7),
          atMost(
              "transfer of 1 KB beside 1 GB: median", TransferRowNames.SMALL_BESIDE_LARGE, 2, "ms"),
          atMost("1,000 nodes: placement decision", PlacementRowNames.DECISION, 5, "us"),
          atMost("1,000 nodes: load from even", PlacementRowNames.LARGEST_DEVIATION, 5, "%"),
          rate("gcs: task specs in batches, H2", GcsRowNames.SPECS_H2, 250_000),
          rate("gcs: task specs in batches, PostgreSQL", GcsRowNames.SPECS_POSTGRESQL, 100_000),
          atMost("gcs: look-up in 10,000,000: p99", GcsRowNames.LOOKUP_P99, 5, "ms"),
          atMost("gcs: restart with 1,000,000 live", GcsRowNames.RECOVERY, 15, "s"),
          rate("lineage log: append within 100 ns", GcsRowNames.LOG_APPEND, 10_000_000),
          ratio(
              "lineage async / off: tasks sync",
              GcsRowNames.TASKS_SYNC_LOGGED,
              GcsRowNames.TASKS_SYNC_PLAIN,
              0.8),
          ratio(
              "lineage async / off: tasks async",
              GcsRowNames.TASKS_ASYNC_LOGGED,
              GcsRowNames.TASKS_ASYNC_PLAIN,
              0.8),
          ratio(
              "lineage async / off: actor calls sync",
              GcsRowNames.ACTOR_SYNC_LOGGED,
              GcsRowNames.ACTOR_SYNC_PLAIN,
              0.8),
          ratio(
              "lineage async / off: actor calls async",
              GcsRowNames.ACTOR_ASYNC_LOGGED,
              GcsRowNames.ACTOR_ASYNC_PLAIN,
              0.8),
          atMost("10,000,000 tasks: heap of lineage", GcsRowNames.FLUSHED_HEAP, 100, "MB"),
          atMost("10,000,000 tasks: file of lineage", GcsRowNames.FLUSHED_FILE, 500, "MB"),
          rate("task on another node, in a batch", ClusterRowNames.TASKS_ASYNC, 100_000),
          atMost("task on another node: p50", ClusterRowNames.TASK_P50, 300, "us"),
          rate("actor call on another node, in a batch", ClusterRowNames.ACTOR_ASYNC, 150_000),
          ratio(
              "actor call there / raw Akka remote",
              ClusterRowNames.ACTOR_ASYNC,
              ClusterRowNames.AKKA_REMOTE,
              0.5),
          atMost("10,000 actors created", ClusterRowNames.MANY_ACTORS, 10, "s"),
          atMost("a node joins", ClusterRowNames.NODE_JOINS, 3, "s"),
          atMost("a driver joins", ClusterRowNames.DRIVER_JOINS, 3, "s"),
          ratio(
              "locality: latency at 100 KB / at 100 MB",
              ClusterRowNames.LOCALITY + "100 KB",
              ClusterRowNames.LOCALITY + "100 MB",
              0.5),
          ratio(
              "100 MB: latency without / with locality",
              ClusterRowNames.NO_LOCALITY + "100 MB",
              ClusterRowNames.LOCALITY + "100 MB",
              5));

  private Bars() {}

  /** The names of the rows that the bars need. */
  public static Set<String> rows() {
    return ALL.stream().flatMap(bar -> bar.rows().stream()).collect(Collectors.toUnmodifiableSet());
  }

  /** The table bar, required, measured, met, a line each, and a line that counts. */
  public static List<String> table(List<Measurement> measured) {
    Map<String, Measurement> byName =
        measured.stream().collect(Collectors.toMap(Measurement::name, row -> row));
    List<Bar.Verdict> verdicts = ALL.stream().map(bar -> bar.judge(byName)).toList();
    List<String> lines = new ArrayList<>();
    lines.add(line(List.of("bar", "required", "measured", "met")));
    verdicts.forEach(verdict -> lines.add(line(verdict.cells())));
    lines.add("");
    lines.add(
        verdicts.stream().filter(Bar.Verdict::met).count()
            + " of "
            + verdicts.size()
            + " bars met");
    return lines;
  }

  private static String line(List<String> cells) {
    return "%-44s %16s %16s  %s".formatted(cells.toArray());
  }

  private static Bar rate(String name, String row, double least) {
    return atLeast(name, Set.of(row), rows -> rows.get(row).median(), least, " 1/s");
  }

  private static Bar ratio(String name, String row, String to, double least) {
    return atLeast(name, Set.of(row, to), rows -> rows.get(row).ratioTo(rows.get(to)), least, "");
  }

  private static Bar atLeast(
      String name,
      Set<String> rows,
      Function<Map<String, Measurement>, Double> value,
      double least,
      String unit) {
    return new Bar(
        name,
        ">= " + Report.number(least) + unit,
        rows,
        value,
        reached -> reached >= least,
        reached -> Report.number(reached) + unit);
  }

  /** The worst of the rounds counts. */
  private static Bar atMost(String name, String row, double most, String unit) {
    return new Bar(
        name,
        "< " + Report.number(most) + " " + unit,
        Set.of(row),
        rows -> rows.get(row).max(),
        reached -> reached < most,
        reached -> Report.number(reached) + " " + unit);
  }

  private static Bar ends(String name, String row, String unit) {
    return new Bar(
        name,
        "ends",
        Set.of(row),
        rows -> rows.get(row).max(),
        reached -> true,
        reached -> Report.number(reached) + " " + unit);
  }
}
