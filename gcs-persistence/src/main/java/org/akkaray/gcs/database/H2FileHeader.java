package org.akkaray.gcs.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first block of an H2 file, which says where the last chunk was when the file was closed. H2
 * takes it for a hint: of a file that was cut off it opens an older state, and says nothing.
 */
final class H2FileHeader {
  private static final int BLOCK = 4096;
  private static final Pattern POSITION = Pattern.compile("(?:^|,)block:([0-9a-f]+)");
  private static final Pattern LENGTH = Pattern.compile("(?:^|,)len:([0-9a-f]+)");

  private H2FileHeader() {}

  /**
   * Refuses a file that was closed and is shorter now.
   *
   * @throws DamagedStoreException if it is
   */
  static void requireWhole(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    long size = Files.size(file);
    try (FileChannel channel = FileChannel.open(file)) {
      long position = number(POSITION, line(channel, 0));
      // A chunk begins with its length in blocks.
      long blocks = Math.max(1, number(LENGTH, line(channel, position * BLOCK)));
      if ((position + blocks) * BLOCK > size) {
        throw new DamagedStoreException(
            "its end is missing: it has only %,d bytes".formatted(size));
      }
    }
  }

  private static long number(Pattern pattern, String line) {
    Matcher found = pattern.matcher(line);
    return found.find() ? Long.parseLong(found.group(1), 16) : 0;
  }

  /** What is text of the block; empty beyond the end. */
  private static String line(FileChannel channel, long at) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    channel.read(block, at);
    String text = new String(block.array(), 0, block.position(), StandardCharsets.ISO_8859_1);
    return text.lines().findFirst().orElse("");
  }
}
