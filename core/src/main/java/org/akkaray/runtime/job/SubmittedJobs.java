package org.akkaray.runtime.job;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The jobs of a {@link JobServer}: starts their drivers, each in a folder of its own with its log,
 * and keeps those that ended for a while. Thread-safe.
 */
final class SubmittedJobs {
  /** Jobs that are known after their end, with their logs. */
  private static final int KEPT = 200;

  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private final JobServer.Settings settings;
  private final CodeCache jars;
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final Map<String, DriverProcess> jobs = new LinkedHashMap<>();
  private boolean closed;

  SubmittedJobs(JobServer.Settings settings, CodeCache jars) {
    this.settings = settings;
    this.jars = jars;
  }

  /**
   * Starts a driver.
   *
   * @return the job's submission id
   * @throws IllegalArgumentException in one sentence, if there is nothing to run
   */
  String submit(JobSubmission submission) throws IOException {
    if (!jars.contains(submission.hash())) {
      throw new IllegalArgumentException(
          submission.jar() + " was not sent to this server: send it, then submit the job.");
    }
    Path stored = jars.file(submission.hash());
    String mainClass = MainClass.of(stored, submission.jar(), submission.mainClass());
    String id = newId();
    Path folder = Files.createDirectories(settings.folder().resolve("jobs").resolve(id));
    Path jar = link(stored, folder.resolve(submission.jar().replace(File.pathSeparatorChar, '_')));
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("This node is shutting down: it starts no more jobs.");
      }
      jobs.put(
          id,
          new DriverProcess(
              id,
              submission.entrypoint(mainClass),
              command(submission, jar, mainClass),
              folder.resolve("driver.log"),
              clock));
    }
    forgetOldest();
    return id;
  }

  private String newId() {
    StringBuilder id = new StringBuilder("raysubmit_");
    for (int i = 0; i < 16; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  /** The jar under the name that the user knows, for stack traces and lists of code. */
  private static Path link(Path stored, Path jar) throws IOException {
    try {
      return Files.createLink(jar, stored);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      return Files.copy(stored, jar); // a file system without links
    }
  }

  private List<String> command(JobSubmission submission, Path jar, String mainClass) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(settings.jvmOptions());
    if (!settings.clusterAddress().isEmpty()) {
      command.add("-Dray.address=" + settings.clusterAddress());
    }
    if (!submission.namespace().isEmpty()) {
      command.add("-Dray.job.namespace=" + submission.namespace());
    }
    command.add("-Dray.job.code-search-path.0=" + jar);
    command.add("-cp");
    command.add(settings.classPath() + File.pathSeparator + jar);
    command.add(DriverMain.class.getName());
    command.add(mainClass);
    command.addAll(submission.arguments());
    return command;
  }

  private void forgetOldest() throws IOException {
    List<String> forgotten = new ArrayList<>();
    synchronized (this) {
      List<String> over =
          jobs.entrySet().stream()
              .filter(job -> job.getValue().isOver())
              .map(Map.Entry::getKey)
              .toList();
      forgotten.addAll(over.subList(0, Math.max(0, over.size() - KEPT)));
      forgotten.forEach(jobs::remove);
    }
    for (String id : forgotten) {
      try (Stream<Path> files = Files.walk(settings.folder().resolve("jobs").resolve(id))) {
        for (Path file : files.toList().reversed()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  synchronized Optional<DriverProcess> job(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** In the order of their submission. */
  synchronized List<JobInfo> list() {
    return jobs.values().stream().map(DriverProcess::info).toList();
  }

  /** Stops all and takes no more. */
  void close() {
    List<DriverProcess> running;
    synchronized (this) {
      closed = true;
      running = List.copyOf(jobs.values());
    }
    List<Thread> stops = running.stream().map(job -> Thread.ofVirtual().start(job::stop)).toList();
    for (Thread stop : stops) {
      try {
        stop.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
