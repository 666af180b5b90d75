package org.akkaray.runtime.scheduler.placement;

import org.akkaray.id.UniqueId;

/** Where something goes. */
public sealed interface Placement {

  /** There; it may have to wait there. */
  record OnNode(UniqueId node) implements Placement {}

  /**
   * Nowhere, as the cluster is: no node could ever run it. A node that joins, or labels or
   * resources that change, can mend that.
   *
   * @param reason a sentence with what was asked and what exists
   */
  record Infeasible(String reason) implements Placement {}

  /**
   * Nowhere now, but nodes that could run it exist or may be about to report: to be asked again
   * when the view has changed.
   *
   * @param reason a sentence for people
   */
  record NotNow(String reason) implements Placement {}
}
