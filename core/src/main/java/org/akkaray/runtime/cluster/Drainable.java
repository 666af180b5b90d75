package org.akkaray.runtime.cluster;

/**
 * A part of a node that has work to end before the node leaves. When it is told to drain, all other
 * nodes have been told that the node takes nothing new.
 */
@FunctionalInterface
public interface Drainable {
  /**
   * Waits until what runs here has ended, or has moved, and others need nothing more of it.
   *
   * @param deadline of {@link System#nanoTime}, after which the node leaves in any case
   * @return false if there was work left at the deadline
   */
  boolean drain(long deadline) throws InterruptedException;
}
