package org.akkaray.runtime.job;

/** What a submitted job is doing: Ray's names. */
public enum JobStatus {
  /** Its driver runs. */
  RUNNING,
  /** Somebody stopped it. */
  STOPPED,
  /** Its driver ended with exit code 0. */
  SUCCEEDED,
  /** Its driver ended with another exit code. */
  FAILED;

  /** Whether it does not change any more. */
  public boolean isTerminal() {
    return this != RUNNING;
  }
}
