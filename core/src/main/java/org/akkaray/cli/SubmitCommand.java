package org.akkaray.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.akkaray.runtime.job.JobClient;
import org.akkaray.runtime.job.JobClient.JobClientException;
import org.akkaray.runtime.job.JobInfo;
import org.akkaray.runtime.job.JobStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ray submit}: runs a jar's driver beside the head node. */
@Command(
    name = "submit",
    description = {
      "Run a jar's main class on the cluster: print what it prints, end with its exit code.",
      "Ctrl-C stops the job. What stands behind -- is the program's in any case."
    },
    sortOptions = false)
public final class SubmitCommand implements RaySubcommand {
  @Parameters(index = "0", paramLabel = "JAR", description = "The program.")
  private Path jar = Path.of("");

  @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "The program's arguments.")
  private List<String> arguments = List.of();

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "The class to run (default: the jar's Main-Class).")
  private String mainClass = "";

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "The namespace of the job's named actors (default: one of its own).")
  private String namespace = "";

  @Option(
      names = "--no-wait",
      description = "Print the job's submission id and leave it running: see 'ray help job'.")
  private boolean noWait;

  @Mixin private JobServerAddress server = new JobServerAddress();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs it. */
  @Override
  public Integer call() {
    try (JobClient client = server.connect()) {
      String id = client.submit(jar, mainClass, namespace, arguments);
      if (noWait) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(id);
        out.flush();
        return 0;
      }
      return follow(client, id);
    } catch (JobClientException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private static int follow(JobClient client, String id) {
    AtomicBoolean over = new AtomicBoolean();
    Thread stop =
        new Thread(() -> {
          if (!over.get()) {
            stop(client, id);
          }
        });
    Runtime.getRuntime().addShutdownHook(stop);
    JobInfo info;
    try {
      client.copyLog(id, true, System.out);
      info = client.info(id);
    } finally {
      over.set(true);
      unhook(stop);
    }
    if (info.status() == JobStatus.STOPPED) {
      throw new CommandFailedException("job " + id + " was stopped.");
    }
    @Nullable Integer exitCode = info.exitCode();
    if (exitCode == null) {
      throw new CommandFailedException("job " + id + " still runs, but its output ended.");
    }
    return exitCode;
  }

  private static void stop(JobClient client, String id) {
    try {
      client.stop(id);
    } catch (JobClientException e) {
      System.err.println("ray submit: " + e.getMessage());
    }
  }

  private static void unhook(Thread stop) {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      // Ctrl-C: it runs already.
    }
  }
}
