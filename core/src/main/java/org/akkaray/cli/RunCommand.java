package org.akkaray.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ray run}: the workloads are its subcommands. */
@Command(
    name = "run",
    description = "Run a workload.",
    synopsisSubcommandLabel = "WORKLOAD",
    commandListHeading = "Workloads:%n",
    footer = {"", "'ray help run WORKLOAD' lists the options of one."})
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new UsageException(
        "name the workload to run: " + String.join(", ", spec.subcommands().keySet()));
  }
}
