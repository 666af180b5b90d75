package org.akkaray.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ray help [COMMAND [WORKLOAD]]}: prints the usage of a command. */
@Command(name = "help", description = "Print the help of a command.")
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "COMMAND", description = "The command, and the workload of run.")
  private List<String> path = List.of();

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine().getParent();
    for (String name : path) {
      CommandLine next = line.getSubcommands().get(name);
      if (next == null) {
        throw new ParameterException(line, FailureReport.unknownCommand(line, name));
      }
      line = next;
    }
    line.usage(spec.commandLine().getOut());
    return CommandLine.ExitCode.OK;
  }
}
