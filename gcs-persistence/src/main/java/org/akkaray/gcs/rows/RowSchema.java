package org.akkaray.gcs.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;

/**
 * How the records of a table are written: stateless and thread-safe.
 *
 * @param <K> the keys
 * @param <R> the records
 */
public interface RowSchema<K, R> {
  /** What the table is called: part of the ids under which it is stored. */
  String table();

  K key(R row);

  ByteString writeKey(K key);

  K readKey(ByteString key);

  ByteString write(R row);

  /**
   * The record that was written.
   *
   * @throws InvalidProtocolBufferException if it was not written by {@link #write}
   */
  R read(K key, ByteString value) throws InvalidProtocolBufferException;

  /** What people see of a record: names and values, in the order of columns. */
  Map<String, String> fields(R row);
}
