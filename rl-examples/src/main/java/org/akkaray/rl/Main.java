package org.akkaray.rl;

import org.akkaray.cli.RayCommand;

/**
 * The main class of the workloads' jar, for {@code ray submit}: takes what the {@code ray} command
 * takes, {@code run es} for example.
 */
public final class Main {
  private Main() {}

  /** Runs a workload and ends the process with its exit code. */
  public static void main(String[] args) {
    RayCommand.main(args);
  }
}
