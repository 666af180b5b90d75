package org.akkaray.objectstore.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of programs that created objects, each with a number, in a file of the node's folder:
 * the n-th line of the file is number n, and 0 is nobody. Thread-safe.
 */
final class CreationSites {
  private static final Logger log = LoggerFactory.getLogger(CreationSites.class);
  private static final String FILE = "sites";
  private static final int MOST = 10_000;

  /** Not where a program's own code is. */
  private static final List<String> OURS =
      List.of(
          "org.akkaray.Ray",
          "org.akkaray.call.",
          "org.akkaray.function.",
          "org.akkaray.objectstore.",
          "org.akkaray.parallelactor.",
          "org.akkaray.runtime.",
          "org.akkaray.util.",
          "java.",
          "jdk.",
          "sun.");

  private final Path file;
  private final boolean enabled;
  private final StackWalker stack = StackWalker.getInstance();
  private final Map<String, Integer> numbers = new HashMap<>();

  CreationSites(Path folder, boolean enabled) {
    this.file = folder.resolve(FILE);
    this.enabled = enabled;
  }

  /** The number of the nearest line of the program that led here; 0 if none did. */
  int here() {
    if (!enabled) {
      return 0;
    }
    return stack
        .walk(frames -> frames.filter(CreationSites::isProgram).findFirst())
        .map(frame -> number(frame.toStackTraceElement().toString()))
        .orElse(0);
  }

  private static boolean isProgram(StackWalker.StackFrame frame) {
    String name = frame.getClassName();
    return OURS.stream().noneMatch(name::startsWith);
  }

  private synchronized int number(String site) {
    Integer known = numbers.get(site);
    if (known != null) {
      return known;
    }
    if (numbers.size() == MOST) {
      return 0;
    }
    try {
      Files.writeString(
          file,
          site + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      log.warn("Who creates objects cannot be noted in {}: {}", file, e.toString());
      return 0;
    }
    numbers.put(site, numbers.size() + 1);
    return numbers.size();
  }

  /** The lines that the node of a folder has noted so far; that of number n is at n - 1. */
  static List<String> of(Path folder) throws IOException {
    try {
      return Files.readAllLines(folder.resolve(FILE), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
