package org.akkaray.runtime.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.akkaray.RayConfig;
import org.akkaray.exception.RuntimeEnvException;

/**
 * Publishes a driver's code: each jar once, however many jobs and drivers have it. For one thread
 * at a time.
 */
public final class CodePublisher {
  private final CodeTable table;
  private final CodeCache cache;

  /**
   * @param table where jars go that are not there yet
   * @param cache where the jars go that are made of class folders; nodes that use the same need not
   *     fetch them
   */
  public CodePublisher(CodeTable table, CodeCache cache) {
    this.table = table;
    this.cache = cache;
  }

  /**
   * Publishes what {@link CodePath} finds for a job; when this returns, nodes can fetch it all.
   *
   * @throws RuntimeEnvException if something cannot be read or published, in one sentence
   */
  public CodePackage publish(RayConfig config) {
    return publish(CodePath.of(config));
  }

  /** As {@link #publish(RayConfig)} for these jars and class folders. */
  public CodePackage publish(List<Path> path) {
    Map<CodeHash, CodeEntry> entries = new LinkedHashMap<>();
    for (Path element : path) {
      try {
        Path jar = Files.isDirectory(element) ? cache.jarOf(element) : element;
        CodeEntry entry = new CodeEntry(nameOf(element), CodeHash.of(jar), Files.size(jar));
        if (entries.putIfAbsent(entry.hash(), entry) == null && !table.serves(entry, jar)) {
          publish(entry, jar);
        }
      } catch (IOException e) {
        throw new RuntimeEnvException(element + " of the job's code cannot be read: " + e, e);
      }
    }
    return new CodePackage(new ArrayList<>(entries.values()));
  }

  private static String nameOf(Path element) {
    Path name = element.getFileName();
    return name == null || name.toString().isBlank() ? element.toString() : name.toString();
  }

  private void publish(CodeEntry entry, Path jar) throws IOException {
    int last = entry.chunks() - 1;
    String what = entry.name() + " of the job's code";
    if (Stages.await(table.contains(entry.chunk(last)), what)) {
      return;
    }
    MessageDigest digest = CodeHash.digest();
    Stages.Window<Void> window = new Stages.Window<>(what);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(jar)) {
      for (int index = 0; index < last; index++) {
        bytes = in.readNBytes(CodeEntry.CHUNK);
        digest.update(bytes);
        window.add(table.put(entry.chunk(index), bytes));
      }
      bytes = in.readNBytes(CodeEntry.CHUNK);
      digest.update(bytes);
      if (in.read() >= 0 || !CodeHash.of(digest).equals(entry.hash())) {
        throw new RuntimeEnvException(
            jar + " changed while it was being published: start the driver again.");
      }
    }
    window.awaitAll();
    Stages.await(table.put(entry.chunk(last), bytes), what);
  }
}
