package org.akkaray.objectstore.arena;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's own folder among those of the host's other nodes, locked for as long as the node lives.
 * Whoever makes one sweeps those of dead processes away. Only the user whose nodes they are can
 * enter. Thread-safe.
 */
public final class NodeFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeFolder.class);
  private static final String LOCK = "lock";
  private static final String DOOR = "door";
  private static final int TRIES = 2_000;

  private final Path path;
  private final ProcessLock lock;

  private NodeFolder(Path path, ProcessLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes a node's folder and removes those of dead nodes beside it.
   *
   * @param parent where the host's nodes have theirs; made if need be
   * @param name unlike that of every other living node
   * @throws IllegalStateException if a living node uses it, or it cannot be written to
   */
  public static NodeFolder create(Path parent, String name) {
    Path folder = parent.resolve(name);
    try {
      makePrivate(parent);
      try (ProcessLock door = door(parent)) {
        sweep(parent);
        makePrivate(folder);
        ProcessLock lock = ProcessLock.tryLock(folder.resolve(LOCK));
        if (lock == null) {
          throw new IllegalStateException(
              "The object store's folder "
                  + folder
                  + " is used by another living node: start each"
                  + " node with a folder or a node id of its own.");
        }
        return new NodeFolder(folder, lock);
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "The object store cannot write to its folder "
              + folder
              + " ("
              + e.getClass().getSimpleName()
              + ": "
              + e.getMessage()
              + "): make it writable, or choose another one with"
              + " ray.node.object-store-folder.",
          e);
    }
  }

  /** The folders of living nodes. */
  public static List<Path> living(Path parent) {
    List<Path> living = new ArrayList<>();
    try {
      for (Path folder : folders(parent)) {
        if (isLiving(folder)) {
          living.add(folder);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folders in " + parent + " cannot be read.", e);
    }
    return living;
  }

  /** Whether a folder is that of a living node. */
  public static boolean isLiving(Path folder) {
    try {
      return ProcessLock.isLocked(folder.resolve(LOCK));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "It cannot be seen whether the node of " + folder + " lives.", e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Deletes it with all that is in it. */
  @Override
  public void close() {
    try {
      delete(path);
      lock.close();
    } catch (IOException e) {
      log.warn("The folder {} of the object store could not be deleted: {}", path, e.toString());
    }
  }

  private static void makePrivate(Path folder) throws IOException {
    var onlyOwner = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(onlyOwner));
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
    if (!Files.getPosixFilePermissions(folder).equals(onlyOwner)) {
      Files.setPosixFilePermissions(folder, onlyOwner);
    }
  }

  /** Held while folders come and go, so that nobody sweeps one that is being made. */
  private static ProcessLock door(Path parent) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      ProcessLock lock = ProcessLock.tryLock(parent.resolve(DOOR));
      if (lock != null) {
        return lock;
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    throw new IOException("another node has held " + parent.resolve(DOOR) + " for 10 s");
  }

  private static void sweep(Path parent) throws IOException {
    for (Path folder : folders(parent)) {
      try (ProcessLock dead = ProcessLock.tryLock(folder.resolve(LOCK))) {
        if (dead != null) {
          delete(folder);
          log.info("Swept {}, which a dead node has left.", folder);
        }
      }
    }
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> inside = Files.list(parent)) {
      return inside.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) { // somebody else has deleted it
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            try {
              Files.deleteIfExists(directory);
            } catch (DirectoryNotEmptyException e) {
              log.debug("{} got new files while it was deleted.", directory);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
