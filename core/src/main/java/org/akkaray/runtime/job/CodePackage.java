package org.akkaray.runtime.job;

import java.util.List;

/**
 * A job's code: its jars, in the order in which classes are looked for in them.
 *
 * @param entries no two with the same hash
 */
public record CodePackage(List<CodeEntry> entries) {
  /** A package without anything: all the job's classes are on the nodes' class path. */
  public static final CodePackage EMPTY = new CodePackage(List.of());

  /** Copies the list. */
  public CodePackage {
    entries = List.copyOf(entries);
  }
}
