package org.akkaray.runtime.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a piece of code: the SHA-256 of its bytes.
 *
 * @param hex 64 hexadecimal digits in lower case, fit for a file name
 */
public record CodeHash(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
  private static final int BUFFER = 1 << 16;

  /** Refuses what is not such a hash: it comes from other processes and becomes a file name. */
  public CodeHash {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a SHA-256 in hexadecimal digits: " + hex);
    }
  }

  /** The hash of a file's content. */
  public static CodeHash of(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return of(digest);
  }

  /** A digest to be given the bytes in pieces. */
  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The hash of what the digest was given. */
  static CodeHash of(MessageDigest digest) {
    return new CodeHash(HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public String toString() {
    return hex;
  }
}
