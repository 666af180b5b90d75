package org.akkaray.objectstore.transfer;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.akkaray.id.ObjectId;

/**
 * The messages between two nodes, little endian:
 *
 * <pre>
 *   0  type (int), 4  version (int), 8  attempt (long), 16  first number, 24  second number (longs)
 *   REQUEST   position, limit;  32 id, 52 flags (int), 56 length and bytes of the asker's endpoint
 *   ACCEPT    size, form
 *   CHUNK     position, CRC32C;  32 the bytes
 *   CREDIT    limit
 *   REWIND    position
 *   DONE      1 if the receiver has the whole object, 0 if it gave up
 *   REFUSE    1 if it is of no use to ask again;  32 length and bytes of a reason
 *   WAIT      the object is being read back from disk
 *   REDIRECT  32 length and bytes of the endpoint of another holder
 * </pre>
 */
final class MessageDescriptor {
  static final int VERSION = 2;
  static final int REQUEST = 1;
  static final int ACCEPT = 2;
  static final int CHUNK = 3;
  static final int CREDIT = 4;
  static final int REWIND = 5;
  static final int DONE = 6;
  static final int REFUSE = 7;
  static final int REDIRECT = 8;
  static final int WAIT = 9;

  static final int TYPE_OFFSET = 0;
  static final int VERSION_OFFSET = 4;
  static final int ATTEMPT_OFFSET = 8;
  static final int FIRST_OFFSET = 16;
  static final int SECOND_OFFSET = 24;
  static final int HEADER_LENGTH = 32;
  static final int ID_OFFSET = HEADER_LENGTH;
  static final int FLAGS_OFFSET = ID_OFFSET + ObjectId.LENGTH;
  static final int ENDPOINT_OFFSET = FLAGS_OFFSET + Integer.BYTES;
  static final int FLAG_MUST_SERVE = 1;

  private MessageDescriptor() {}

  static void header(UnsafeBuffer to, int type, long attempt, long first, long second) {
    to.putInt(TYPE_OFFSET, type, ByteOrder.LITTLE_ENDIAN);
    to.putInt(VERSION_OFFSET, VERSION, ByteOrder.LITTLE_ENDIAN);
    to.putLong(ATTEMPT_OFFSET, attempt, ByteOrder.LITTLE_ENDIAN);
    to.putLong(FIRST_OFFSET, first, ByteOrder.LITTLE_ENDIAN);
    to.putLong(SECOND_OFFSET, second, ByteOrder.LITTLE_ENDIAN);
  }

  static UnsafeBuffer message(int type, long attempt, long first) {
    return message(type, attempt, first, 0);
  }

  static UnsafeBuffer message(int type, long attempt, long first, long second) {
    UnsafeBuffer message = new UnsafeBuffer(new byte[HEADER_LENGTH]);
    header(message, type, attempt, first, second);
    return message;
  }

  static UnsafeBuffer message(int type, long attempt, long first, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    UnsafeBuffer message = new UnsafeBuffer(new byte[HEADER_LENGTH + Integer.BYTES + bytes.length]);
    header(message, type, attempt, first, 0);
    putText(message, HEADER_LENGTH, bytes);
    return message;
  }

  static UnsafeBuffer request(Pull pull, long limit, boolean mustServe, String endpoint) {
    byte[] bytes = endpoint.getBytes(StandardCharsets.UTF_8);
    UnsafeBuffer message =
        new UnsafeBuffer(new byte[ENDPOINT_OFFSET + Integer.BYTES + bytes.length]);
    header(message, REQUEST, pull.attempt, pull.arrived, limit);
    message.putBytes(ID_OFFSET, pull.id.getBytes());
    message.putInt(FLAGS_OFFSET, mustServe ? FLAG_MUST_SERVE : 0, ByteOrder.LITTLE_ENDIAN);
    putText(message, ENDPOINT_OFFSET, bytes);
    return message;
  }

  private static void putText(UnsafeBuffer to, int at, byte[] bytes) {
    to.putInt(at, bytes.length, ByteOrder.LITTLE_ENDIAN);
    to.putBytes(at + Integer.BYTES, bytes);
  }

  /** A text of a message that lies from {@code from} to {@code end}; what is cut off is missing. */
  static String text(DirectBuffer message, int from, int end) {
    if (from + Integer.BYTES > end) {
      return "";
    }
    int length = message.getInt(from, ByteOrder.LITTLE_ENDIAN);
    int start = from + Integer.BYTES;
    byte[] bytes = new byte[Math.max(0, Math.min(length, end - start))];
    message.getBytes(start, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
