package org.akkaray.objectstore.spill;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.akkaray.objectstore.arena.NodeFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends objects to large files, one after the other, and reads them back; each with a checksum. A
 * file is deleted when all of its objects were given back. The folder is made with the first object
 * and is the node's own: the next node sweeps it if this one dies. Thread-safe; objects are written
 * one at a time and read beside each other.
 */
public final class SpillFiles implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpillFiles.class);

  /** A file that has grown to this many bytes gets no more objects. */
  private static final long FULL_FILE = 256L << 20;

  /** Bytes that are checksummed and written in one go, so that they are read from memory once. */
  private static final long PIECE = 1 << 20;

  private final Path parent;
  private final String node;
  private final long limit;
  private final Map<Integer, SpillFile> files = new HashMap<>();
  private final Object writing = new Object();
  private @Nullable NodeFolder folder;
  private @Nullable SpillFile current;
  private int filesEver;
  private long onDisk;
  private boolean closed;

  /** A file, the bytes appended, and the bytes of objects that were not given back. */
  private static final class SpillFile {
    final int number;
    final Path path;
    final FileChannel channel;
    long end;
    long live;

    SpillFile(int number, Path path) throws IOException {
      this.number = number;
      this.path = path;
      this.channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    }
  }

  /**
   * @param parent where the host's nodes have their folders for this
   * @param node unlike the names of the host's other living nodes
   * @param limit bytes that may lie on disk
   */
  public SpillFiles(Path parent, String node, long limit) {
    this.parent = parent;
    this.node = node;
    this.limit = limit;
  }

  /**
   * Writes an object.
   *
   * @throws IOException if the disk or the limit has no room, or the disk fails; nothing else is
   *     lost
   */
  public SpillLocation write(MemorySegment bytes) throws IOException {
    return Objects.requireNonNull(write(bytes, () -> false));
  }

  /**
   * As above, unless nobody wants it any more.
   *
   * @param abandoned asked now and then; from any thread
   * @return null if it was abandoned
   */
  public @Nullable SpillLocation write(MemorySegment bytes, BooleanSupplier abandoned)
      throws IOException {
    synchronized (writing) {
      SpillFile file = fileFor(bytes.byteSize());
      long position = file.end;
      try {
        CRC32C checksum = new CRC32C();
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
          if (abandoned.getAsBoolean()) {
            giveBack(file, bytes.byteSize());
            return null;
          }
          MemorySegment piece = bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at));
          checksum.update(piece.asByteBuffer());
          ByteBuffer buffer = piece.asByteBuffer();
          while (buffer.hasRemaining()) {
            file.channel.write(buffer, position + at + buffer.position());
          }
        }
        file.end += bytes.byteSize();
        return new SpillLocation(file.number, position, (int) checksum.getValue());
      } catch (IOException | RuntimeException | Error e) {
        giveBack(file, bytes.byteSize());
        throw e;
      }
    }
  }

  private synchronized SpillFile fileFor(long size) throws IOException {
    if (closed) {
      throw new IOException("the object store was closed");
    }
    if (size > limit - onDisk) {
      throw new IOException(
          onDisk + " of at most " + limit + " bytes lie on disk, " + size + " more are too many");
    }
    if (folder == null) {
      folder = NodeFolder.create(parent, node);
    }
    SpillFile file = current;
    if (file == null || file.end >= FULL_FILE) {
      SpillFile full = file;
      int number = ++filesEver;
      file = new SpillFile(number, folder.path().resolve("objects-" + number));
      files.put(number, file);
      current = file;
      if (full != null) {
        deleteIfDead(full);
      }
    }
    file.live += size;
    onDisk += size;
    return file;
  }

  /**
   * Reads an object.
   *
   * @param into as large as it
   * @throws IOException if it cannot be read, or is not what was written
   */
  public void read(SpillLocation location, MemorySegment into) throws IOException {
    SpillFile file;
    synchronized (this) {
      file = files.get(location.file());
    }
    if (file == null) {
      throw new IOException("there is no file " + location.file() + " of spilled objects");
    }
    CRC32C checksum = new CRC32C();
    for (long at = 0; at < into.byteSize(); at += PIECE) {
      MemorySegment piece = into.asSlice(at, Math.min(PIECE, into.byteSize() - at));
      ByteBuffer buffer = piece.asByteBuffer();
      while (buffer.hasRemaining()) {
        if (file.channel.read(buffer, location.position() + at + buffer.position()) < 0) {
          throw new IOException(file.path + " is shorter than it was written");
        }
      }
      checksum.update(piece.asByteBuffer());
    }
    if ((int) checksum.getValue() != location.checksum()) {
      throw new IOException(file.path + " does not hold what was written: its checksum differs");
    }
  }

  /** Gives an object's bytes back. */
  public synchronized void free(SpillLocation location, long size) {
    SpillFile file = files.get(location.file());
    if (file != null) {
      giveBack(file, size);
    }
  }

  private synchronized void giveBack(SpillFile file, long size) {
    file.live -= size;
    onDisk -= size;
    if (file != current) {
      deleteIfDead(file);
    }
  }

  private void deleteIfDead(SpillFile file) {
    if (file.live == 0 && files.remove(file.number) != null) {
      close(file);
    }
  }

  private static void close(SpillFile file) {
    try {
      file.channel.close();
      Files.deleteIfExists(file.path);
    } catch (IOException e) {
      log.warn("The file {} of spilled objects could not be deleted: {}", file.path, e.toString());
    }
  }

  /** Bytes of objects on disk. */
  public synchronized long bytes() {
    return onDisk;
  }

  /** Deletes all. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    synchronized (writing) {
      synchronized (this) {
        files.values().forEach(SpillFiles::close);
        files.clear();
        current = null;
        if (folder != null) {
          folder.close();
          folder = null;
        }
      }
    }
  }
}
