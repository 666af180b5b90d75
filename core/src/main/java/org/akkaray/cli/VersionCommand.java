package org.akkaray.cli;

import java.util.concurrent.Callable;
import org.akkaray.runtime.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ray version}: prints the version of akka-ray and of the JVM. */
@Command(name = "version", description = "Print the version of akka-ray and of the JVM.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .println(
            "akka-ray "
                + Version.current()
                + " (Java "
                + Runtime.version()
                + ", "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch")
                + ")");
    return CommandLine.ExitCode.OK;
  }
}
