package org.akkaray.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong on a command line into one sentence on stderr and an exit code. */
final class FailureReport {
  private FailureReport() {}

  /** Picocli's {@code IParameterExceptionHandler}. */
  static int wrongUsage(ParameterException failure, String[] args) {
    return wrongUsage(failure.getCommandLine(), sentence(failure));
  }

  /** Picocli's {@code IExecutionExceptionHandler}. */
  static int failed(Exception failure, CommandLine line, ParseResult parsed) {
    if (failure instanceof UsageException) {
      return wrongUsage(line, failure.getMessage() + help(line));
    }
    if (failure instanceof CommandFailedException) {
      print(line, failure.getMessage());
    } else {
      failure.printStackTrace(line.getErr());
      print(line, "failed with " + failure);
    }
    return RayCommand.FAILED;
  }

  private static int wrongUsage(CommandLine line, String sentence) {
    print(line, sentence);
    return RayCommand.WRONG_USAGE;
  }

  private static void print(CommandLine line, String sentence) {
    line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + sentence);
    line.getErr().flush();
  }

  private static String sentence(ParameterException failure) {
    CommandLine line = failure.getCommandLine();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().getFirst();
      if (first.startsWith("-")) {
        return "unknown option '" + first + "'" + didYouMean(unmatched) + help(line);
      }
      if (!line.getSubcommands().isEmpty()) {
        return unknownCommand(line, first) + help(line);
      }
      return "unexpected argument '" + first + "'" + help(line);
    }
    return failure.getMessage() + help(line);
  }

  /** The sentence for a command, or workload, that does not exist below {@code line}. */
  static String unknownCommand(CommandLine line, String name) {
    String kind = line.getCommandName().equals("run") ? "workload" : "command";
    String known = String.join(", ", line.getSubcommands().keySet());
    return "unknown " + kind + " '" + name + "', there is: " + known;
  }

  private static String didYouMean(UnmatchedArgumentException unmatched) {
    List<String> suggestions = unmatched.getSuggestions();
    return suggestions.isEmpty() ? "" : ", did you mean " + String.join(" or ", suggestions) + "?";
  }

  private static String help(CommandLine line) {
    String path = line.getCommandSpec().qualifiedName();
    String below = path.substring(line.getCommandSpec().root().name().length());
    return " (see 'ray help" + below + "')";
  }
}
