package org.akkaray.runtime.gcs;

import java.util.Map;

/**
 * A row of the function table: a piece of code that jobs run.
 *
 * @param hash of the code, in hexadecimal digits: the key
 * @param name where it came from, for people
 * @param size in bytes
 * @param code the bytes, or a part of them
 */
public record FunctionRecord(String hash, String name, long size, byte[] code)
    implements RowFields {
  @Override
  public Map<String, String> fields() {
    return new Fields().with("hash", hash).with("name", name).with("size", size).all();
  }
}
