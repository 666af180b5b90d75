package org.akkaray.placementgroup;

/** How far a placement group is. */
public enum PlacementGroupState {
  /** Its resources are not reserved yet. */
  PENDING(0),

  /** Its resources are reserved. */
  CREATED(1),

  /** It was removed. */
  REMOVED(2),

  /** A node with some of its resources died; they are being reserved elsewhere. */
  RESCHEDULING(3),

  /** A state of a newer version. */
  UNRECOGNIZED(-1);

  private final int value;

  PlacementGroupState(int value) {
    this.value = value;
  }

  /** The state as a number. */
  public int value() {
    return value;
  }
}
