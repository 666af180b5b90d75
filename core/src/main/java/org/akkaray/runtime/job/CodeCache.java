package org.akkaray.runtime.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.akkaray.exception.RuntimeEnvException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of jars by hash, for its owner only. A file is there whole or not at all, so that
 * processes can share the folder; its hash is checked whenever somebody asks for it, and what is
 * not what it is called is fetched again. Thread-safe.
 */
public final class CodeCache {
  private static final Logger log = LoggerFactory.getLogger(CodeCache.class);
  private static final String JAR = ".jar";

  /** Ends the names of files being written, after the id of the process that writes. */
  private static final String PART = ".part";

  /** Counts the files that this process began: several caches of it may share a folder. */
  private static final AtomicLong parts = new AtomicLong();

  private final Path folder;
  private final ConcurrentMap<CodeHash, CompletableFuture<Path>> fetching =
      new ConcurrentHashMap<>();

  /**
   * Opens the folder; makes it if there is none, and removes what dead processes left half done.
   *
   * @throws RuntimeEnvException if it cannot be used, or is another user's
   */
  public CodeCache(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(this.folder.getParent());
      if (Files.notExists(this.folder)) {
        Files.createDirectories(this.folder, privately());
      }
      requireOwn();
      sweep();
    } catch (IOException | IllegalStateException e) {
      throw new RuntimeEnvException(
          "The folder of jars " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static java.nio.file.attribute.FileAttribute<?> privately() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }

  private void requireOwn() throws IOException {
    Path probe = Files.createFile(part("owner"));
    try {
      if (!Files.getOwner(folder).equals(Files.getOwner(probe))) {
        throw new IllegalStateException("it belongs to " + Files.getOwner(folder));
      }
    } finally {
      Files.delete(probe);
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  private void sweep() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(PART)).toList()) {
        String[] name = file.getFileName().toString().split("\\.");
        if (name.length < 3 || !isAlive(name[name.length - 2])) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isAlive(String writer) {
    try {
      long pid = Long.parseLong(writer.substring(0, Math.max(0, writer.indexOf('-'))));
      return ProcessHandle.of(pid).isPresent();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /**
   * The jar's file, fetched if it is not here. Those who ask for one jar at the same time share one
   * fetch; one that failed is tried again by who asks next.
   *
   * @return fails with a {@link RuntimeEnvException}
   */
  public CompletionStage<Path> fetch(CodeEntry entry, CodeTable table) {
    CompletableFuture<Path> mine = new CompletableFuture<>();
    CompletableFuture<Path> other = fetching.putIfAbsent(entry.hash(), mine);
    if (other != null) {
      return other.copy();
    }
    Thread.ofVirtual()
        .name("ray-code-" + entry.name())
        .start(() -> {
          try {
            Path file = findOrFetch(entry, table);
            table.serves(entry, file);
            fetching.remove(entry.hash());
            mine.complete(file);
          } catch (Throwable e) {
            fetching.remove(entry.hash());
            mine.completeExceptionally(e);
          }
        });
    return mine.copy();
  }

  private Path findOrFetch(CodeEntry entry, CodeTable table) {
    Path file = folder.resolve(entry.hash() + JAR);
    try {
      if (isIntact(file, entry)) {
        return file;
      }
      download(entry, table, file);
      return file;
    } catch (IOException e) {
      throw new RuntimeEnvException(
          entry.name() + " of the job's code cannot be kept in " + folder + ": " + e, e);
    }
  }

  private static boolean isIntact(Path file, CodeEntry entry) throws IOException {
    try {
      if (Files.size(file) == entry.size() && CodeHash.of(file).equals(entry.hash())) {
        return true;
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    log.warn("{} is damaged: it is not {} any more, and is fetched again.", file, entry.name());
    return false;
  }

  private void download(CodeEntry entry, CodeTable table, Path file) throws IOException {
    Path part = part(entry.hash().hex());
    String what = entry.name() + " of the job's code";
    try {
      MessageDigest digest = CodeHash.digest();
      try (OutputStream out = Files.newOutputStream(part)) {
        Stages.Window<Optional<byte[]>> window = new Stages.Window<>(what);
        int asked = 0;
        for (int index = 0; index < entry.chunks(); index++) {
          while (asked < entry.chunks() && !window.isFull()) {
            window.add(table.get(entry.chunk(asked++)));
          }
          byte[] bytes = window.next().orElseThrow(() -> missing(entry));
          digest.update(bytes);
          out.write(bytes);
        }
      }
      if (!CodeHash.of(digest).equals(entry.hash())) {
        throw new RuntimeEnvException(
            what
                + " arrived damaged: what the function table has under "
                + entry.hash()
                + " is something else. Publish it again by starting the driver anew.");
      }
      moveTo(file, part);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static RuntimeEnvException missing(CodeEntry entry) {
    return new RuntimeEnvException(
        entry.name()
            + " of the job's code is not in the cluster's function table ("
            + entry.hash()
            + "): its driver ended before it was published, or it was deleted.");
  }

  /** A new file name that no process uses. */
  private Path part(String name) {
    return folder.resolve(
        name + "." + ProcessHandle.current().pid() + "-" + parts.incrementAndGet() + PART);
  }

  private static void moveTo(Path file, Path part) throws IOException {
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A class folder as a jar in this folder. */
  Path jarOf(Path classFolder) throws IOException {
    Path part = part("folder");
    try {
      ClassFolder.writeJar(classFolder, part);
      Path file = folder.resolve(CodeHash.of(part) + JAR);
      moveTo(file, part);
      return file;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Whether a jar is here, whole. */
  boolean contains(CodeHash hash) throws IOException {
    Path file = folder.resolve(hash + JAR);
    return Files.exists(file) && CodeHash.of(file).equals(hash);
  }

  /** Where a jar that is here lies. */
  Path file(CodeHash hash) {
    return folder.resolve(hash + JAR);
  }

  /**
   * Keeps a jar that is read from a stream.
   *
   * @throws IllegalArgumentException if it is not what it is called
   */
  void keep(CodeHash hash, InputStream bytes) throws IOException {
    Path part = part(hash.hex());
    try {
      Files.copy(bytes, part);
      CodeHash found = CodeHash.of(part);
      if (!found.equals(hash)) {
        throw new IllegalArgumentException(
            "The jar arrived damaged: it has the hash " + found + " instead of " + hash + ".");
      }
      moveTo(file(hash), part);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The jars that are here. */
  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
