package org.akkaray.cli;

import java.io.PrintWriter;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code ray} command.
 *
 * <p>It knows {@code run}, those that start, show and stop nodes, {@code version} and {@code help};
 * every other command, and every workload of {@code run}, comes from a module through {@link
 * ServiceLoader}, see {@link RaySubcommand} and {@link Workload}.
 *
 * <p>Exit codes: 0 success, 1 the command failed, 2 it was called wrongly.
 */
@Command(
    name = "ray",
    description = "Tasks, actors and objects for the JVM, on Akka Cluster.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "'ray help COMMAND' and 'ray help run WORKLOAD' say more."})
public final class RayCommand implements Callable<Integer> {
  /** Exit code of a command that failed. */
  public static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  /** Exit code of a command that was called wrongly. */
  public static final int WRONG_USAGE = CommandLine.ExitCode.USAGE;

  private final CommandLine commands;

  private RayCommand(PrintWriter out, PrintWriter err) {
    commands = new CommandLine(this);
    CommandLine run = new CommandLine(new RunCommand());
    ServiceLoader.load(Workload.class).forEach(run::addSubcommand);
    commands.addSubcommand(run);
    commands.addSubcommand(new StartCommand());
    commands.addSubcommand(new UpCommand());
    commands.addSubcommand(new StatusCommand());
    commands.addSubcommand(new StopCommand());
    CommandLine submit = new CommandLine(new SubmitCommand());
    submit.setUnmatchedOptionsArePositionalParams(true); // they are the program's
    commands.addSubcommand(submit);
    commands.addSubcommand(new JobCommand());
    ServiceLoader.load(RaySubcommand.class).forEach(commands::addSubcommand);
    commands.addSubcommand(new VersionCommand());
    commands.addSubcommand(new HelpCommand());
    addHelpOption(commands);
    commands.setOut(out).setErr(err);
    commands.setParameterExceptionHandler(FailureReport::wrongUsage);
    commands.setExecutionExceptionHandler(FailureReport::failed);
  }

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(
        execute(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
  }

  /**
   * Runs a command line in this JVM.
   *
   * @param out where {@code help} and {@code version} print; workloads may print to {@code
   *     System.out} directly
   * @param err where failures are reported
   * @param args the arguments, without {@code ray} itself
   * @return the exit code
   */
  public static int execute(PrintWriter out, PrintWriter err, String... args) {
    return new RayCommand(out, err).commands.execute(args);
  }

  /** {@code ray} alone prints the help. */
  @Override
  public Integer call() {
    commands.usage(commands.getOut());
    return CommandLine.ExitCode.OK;
  }

  private static void addHelpOption(CommandLine line) {
    if (line.getCommandSpec().findOption("--help") == null) {
      line.getCommandSpec()
          .addOption(
              CommandLine.Model.OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .type(boolean.class)
                  .description("Print this help and do nothing else.")
                  .build());
    }
    line.getSubcommands().values().forEach(RayCommand::addHelpOption);
  }
}
