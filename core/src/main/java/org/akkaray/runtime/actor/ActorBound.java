package org.akkaray.runtime.actor;

/** A call that runs within an actor: a method's or the constructor's. */
public interface ActorBound {
  LocalActor actor();

  /** 0 for the first incarnation, one more after each restart. */
  int epoch();
}
