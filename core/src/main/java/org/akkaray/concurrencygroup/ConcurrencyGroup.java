package org.akkaray.concurrencygroup;

import java.io.Serializable;
import java.util.List;
import org.akkaray.function.RayFunc;

/**
 * A set of an actor's methods with a limit of how many of them run at once. Immutable; made by
 * {@link ConcurrencyGroupBuilder}.
 */
public interface ConcurrencyGroup extends Serializable {
  /** The group's name. */
  String getName();

  /** How many calls run at once. */
  int getMaxConcurrency();

  /** The methods that run in the group if their call does not say otherwise. */
  List<RayFunc> getMethods();
}
