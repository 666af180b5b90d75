package org.akkaray.benchmarks.rows;

import java.util.List;
import org.akkaray.benchmarks.harness.Bench;

/** Rows that share their preparations. A group starts and ends the Ray that it needs. */
public interface RowGroup {
  /** Measures those of its rows that the bench selects; does nothing if there are none. */
  void run(Bench bench);

  /**
   * Those of Ray itself that a cluster can run: the others open gates that only threads of the same
   * JVM can see, or want a node of their own make.
   */
  static List<RowGroup> acrossNodes() {
    return List.of(
        new ObjectRows(),
        new TaskRows(),
        new ActorRows(),
        new AkkaPairs(),
        new FutureActorRows(),
        new PlacementGroupRows(),
        new ManyRefsRows());
  }

  /** Those of Ray itself, in the order of the table. */
  static List<RowGroup> ofRay() {
    return List.of(
        new ObjectRows(),
        new TaskRows(),
        new ActorRows(),
        new AkkaPairs(),
        new FutureActorRows(),
        new PlacementGroupRows(),
        new QueuedTasksRow(),
        new ManyRefsRows(),
        new RecursionRow(),
        new BlockedTasksRow(),
        new FairnessRow(),
        new SimulationRow());
  }
}
