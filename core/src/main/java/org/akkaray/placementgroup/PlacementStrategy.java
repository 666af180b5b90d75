package org.akkaray.placementgroup;

/** How the bundles of a placement group lie on the nodes. */
public enum PlacementStrategy {
  /** On as few nodes as will do. */
  PACK(0),

  /** On as many nodes as there are. */
  SPREAD(1),

  /** All on one node. */
  STRICT_PACK(2),

  /** Each on a node of its own. */
  STRICT_SPREAD(3),

  /** A strategy of a newer version. */
  UNRECOGNIZED(-1);

  private final int value;

  PlacementStrategy(int value) {
    this.value = value;
  }

  /** The strategy as a number. */
  public int value() {
    return value;
  }
}
