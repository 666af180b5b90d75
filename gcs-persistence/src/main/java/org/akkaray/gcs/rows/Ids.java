package org.akkaray.gcs.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.akkaray.id.BaseId;
import org.akkaray.id.UniqueId;
import org.jspecify.annotations.Nullable;

/** Ids as bytes in rows. */
final class Ids {
  private Ids() {}

  /** Empty for null and for the nil id. */
  static ByteString write(@Nullable BaseId id) {
    return id == null || id.isNil()
        ? ByteString.EMPTY
        : UnsafeByteOperations.unsafeWrap(id.getBytes());
  }

  static <T> @Nullable T read(ByteString bytes, Function<ByteBuffer, T> reader) {
    return bytes.isEmpty() ? null : reader.apply(bytes.asReadOnlyByteBuffer());
  }

  static UniqueId readUnique(ByteString bytes) {
    return bytes.isEmpty() ? UniqueId.NIL : UniqueId.fromByteBuffer(bytes.asReadOnlyByteBuffer());
  }

  /** One after the other. */
  static ByteString writeAll(List<? extends BaseId> ids) {
    if (ids.isEmpty()) {
      return ByteString.EMPTY;
    }
    byte[] all = new byte[ids.stream().mapToInt(BaseId::size).sum()];
    int at = 0;
    for (BaseId id : ids) {
      byte[] bytes = id.getBytes();
      System.arraycopy(bytes, 0, all, at, bytes.length);
      at += bytes.length;
    }
    return UnsafeByteOperations.unsafeWrap(all);
  }

  static <T> List<T> readAll(ByteString bytes, Function<ByteBuffer, T> reader) {
    List<T> ids = new ArrayList<>();
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    while (buffer.hasRemaining()) {
      ids.add(reader.apply(buffer));
    }
    return ids;
  }
}
