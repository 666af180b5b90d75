package org.akkaray.benchmarks;

import java.util.List;
import java.util.stream.Stream;
import org.akkaray.benchmarks.cluster.ClusterRows;
import org.akkaray.benchmarks.cluster.LocalityRows;
import org.akkaray.benchmarks.gcs.FlushingRows;
import org.akkaray.benchmarks.gcs.LineageLogRow;
import org.akkaray.benchmarks.gcs.LineageRows;
import org.akkaray.benchmarks.gcs.TaskTableRows;
import org.akkaray.benchmarks.rows.RowGroup;
import org.akkaray.benchmarks.scheduling.PlacementRows;
import org.akkaray.benchmarks.store.MillionObjectsRows;
import org.akkaray.benchmarks.store.NeighbourRows;
import org.akkaray.benchmarks.store.SpillRows;
import org.akkaray.benchmarks.store.StoreRows;
import org.akkaray.benchmarks.transfer.TransferRows;

/** All groups of rows, in the order of the table. */
final class RowGroups {
  private RowGroups() {}

  static List<RowGroup> all() {
    return Stream.concat(
            RowGroup.ofRay().stream(),
            Stream.of(
                new StoreRows(),
                new NeighbourRows(),
                new SpillRows(),
                new MillionObjectsRows(),
                new TransferRows(),
                new PlacementRows(),
                new TaskTableRows(),
                new LineageLogRow(),
                new LineageRows(),
                new FlushingRows(),
                new ClusterRows(),
                new LocalityRows()))
        .toList();
  }
}
