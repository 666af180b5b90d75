package org.akkaray.gcs.database;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What stands in the journal and in snapshots: four bytes of CRC-32C, then a message. H2 keeps no
 * checksums of what lies in its pages: a flipped bit would be a silent wrong answer.
 */
public final class SealedBytes {
  private static final int SEAL = Integer.BYTES;

  private SealedBytes() {}

  /** Writes a message. */
  public static byte[] of(MessageLite message) {
    byte[] bytes = new byte[SEAL + message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, SEAL, bytes.length - SEAL);
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array has no such failures
    }
    ByteBuffer.wrap(bytes).putInt(checksum(bytes));
    return bytes;
  }

  /** Whether they are as they were written. */
  public static boolean areIntact(byte[] bytes) {
    return bytes.length >= SEAL && ByteBuffer.wrap(bytes).getInt() == checksum(bytes);
  }

  /**
   * The message, ready to be read; its byte strings share the array.
   *
   * @param what for the message
   * @throws DamagedStoreException if they are not as they were written
   */
  public static CodedInputStream open(byte[] bytes, String what) {
    if (!areIntact(bytes)) {
      throw new DamagedStoreException(what + " is damaged: its checksum is wrong");
    }
    CodedInputStream in =
        UnsafeByteOperations.unsafeWrap(bytes, SEAL, bytes.length - SEAL).newCodedInput();
    in.enableAliasing(true);
    return in;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, SEAL, bytes.length - SEAL);
    return (int) crc.getValue();
  }
}
