package org.akkaray.runtimecontext;

import org.akkaray.id.ActorId;
import org.jspecify.annotations.Nullable;

/** What is known of an actor. Immutable. */
public final class ActorInfo {
  /** The actor. */
  public final ActorId actorId;

  /** How far it is. */
  public final ActorState state;

  /** How often it was created again. */
  public final long numRestarts;

  /** Where it runs, null while it runs nowhere. */
  public final @Nullable Address address;

  /** Its name, empty if it has none. */
  public final String name;

  /** With all its parts. */
  public ActorInfo(
      ActorId actorId,
      ActorState state,
      long numRestarts,
      @Nullable Address address,
      @Nullable String name) {
    this.actorId = actorId;
    this.state = state;
    this.numRestarts = numRestarts;
    this.address = address;
    this.name = name == null ? "" : name;
  }

  @Override
  public String toString() {
    return "ActorInfo{actorId="
        + actorId
        + ", state="
        + state
        + ", numRestarts="
        + numRestarts
        + ", address="
        + address
        + ", name='"
        + name
        + "'}";
  }
}
