package org.akkaray.runtimecontext;

/** How far an actor is. */
public enum ActorState {
  /** An argument of its constructor is not there yet. */
  DEPENDENCIES_UNREADY("DEPENDENCIES_UNREADY", 0),

  /** It waits for its resources, or its constructor runs. */
  PENDING_CREATION("PENDING_CREATION", 1),

  /** It takes calls. */
  ALIVE("ALIVE", 2),

  /** It ended unexpectedly and is being created again. */
  RESTARTING("RESTARTING", 3),

  /** It is gone for good. */
  DEAD("DEAD", 4);

  private final String stateName;
  private final int value;

  ActorState(String stateName, int value) {
    this.stateName = stateName;
    this.value = value;
  }

  /** The state with this number. */
  public static ActorState fromValue(int value) {
    for (ActorState state : values()) {
      if (state.value == value) {
        return state;
      }
    }
    throw new IllegalArgumentException("No actor state has the number " + value);
  }

  /** The state's name. */
  public String getName() {
    return stateName;
  }

  /** The state as a number. */
  public int getValue() {
    return value;
  }
}
