package org.akkaray.cli;

import java.util.Map;
import org.akkaray.runtime.job.JobClient;
import org.akkaray.runtime.job.JobServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which job server a command talks to. */
final class JobServerAddress {
  private static final String VARIABLE = "RAY_API_SERVER_ADDRESS"; // Ray's

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description =
          "The head node's job server (default: the environment's "
              + VARIABLE
              + ", or 127.0.0.1:"
              + JobServer.DEFAULT_PORT
              + ").")
  private @Nullable String address;

  /** A client of it. */
  JobClient connect() {
    return new JobClient(resolve(System.getenv()));
  }

  String resolve(Map<String, String> environment) {
    String given = address != null ? address : environment.getOrDefault(VARIABLE, "");
    if (given.isBlank()) {
      return "127.0.0.1:" + JobServer.DEFAULT_PORT;
    }
    return given.startsWith("http://") ? given.substring("http://".length()) : given;
  }
}
