package org.akkaray.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.akkaray.runtime.job.JobClient;
import org.akkaray.runtime.job.JobClient.JobClientException;
import org.akkaray.runtime.job.JobInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ray job}: what {@code ray submit} started. */
@Command(
    name = "job",
    description = "List submitted jobs, print their output, stop them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      JobCommand.ListCommand.class,
      JobCommand.LogsCommand.class,
      JobCommand.StopCommand.class
    })
public final class JobCommand implements RaySubcommand {
  /** Names no job. */
  @Override
  public Integer call() {
    throw new UsageException("say what to do: list, logs ID or stop ID");
  }

  /** What the subcommands share. */
  abstract static class OfServer implements Callable<Integer> {
    @Mixin private JobServerAddress server = new JobServerAddress();

    @Spec private CommandSpec spec = CommandSpec.create();

    abstract void run(JobClient client, PrintWriter out);

    @Override
    public final Integer call() {
      try (JobClient client = server.connect()) {
        run(client, spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return 0;
      } catch (JobClientException e) {
        throw new CommandFailedException(e.getMessage(), e);
      }
    }
  }

  @Command(name = "list", description = "List the jobs, in the order of their submission.")
  static final class ListCommand extends OfServer {
    @Override
    void run(JobClient client, PrintWriter out) {
      out.printf("%-27s %-10s %-5s %-21s %s%n", "ID", "STATUS", "EXIT", "STARTED", "WHAT");
      for (JobInfo job : client.list()) {
        out.printf(
            "%-27s %-10s %-5s %-21s %s%n",
            job.id(),
            job.status(),
            job.exitCode() == null ? "-" : job.exitCode(),
            Instant.ofEpochSecond(job.startMillis() / 1000),
            job.entrypoint());
      }
    }
  }

  @Command(name = "logs", description = "Print what a job has printed.")
  static final class LogsCommand extends OfServer {
    @Parameters(paramLabel = "ID", description = "Its submission id.")
    private String id = "";

    @Option(
        names = {"-f", "--follow"},
        description = "Go on until it has ended.")
    private boolean follow;

    @Override
    void run(JobClient client, PrintWriter out) {
      out.flush();
      client.copyLog(id, follow, System.out);
    }
  }

  @Command(name = "stop", description = "Stop a job.")
  static final class StopCommand extends OfServer {
    @Parameters(paramLabel = "ID", description = "Its submission id.")
    private String id = "";

    @Override
    void run(JobClient client, PrintWriter out) {
      out.println(client.stop(id) ? "Stopped " + id + "." : id + " had ended before.");
    }
  }
}
