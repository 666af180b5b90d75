package org.akkaray.gcs.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import org.akkaray.gcs.rows.wire.CounterRow;

/** Counters of the whole cluster. */
public final class CounterSchema implements RowSchema<String, Counter> {
  @Override
  public String table() {
    return "counters";
  }

  @Override
  public String key(Counter row) {
    return row.name();
  }

  @Override
  public ByteString writeKey(String key) {
    return ByteString.copyFromUtf8(key);
  }

  @Override
  public String readKey(ByteString key) {
    return key.toStringUtf8();
  }

  @Override
  public ByteString write(Counter row) {
    return CounterRow.newBuilder().setValue(row.value()).build().toByteString();
  }

  @Override
  public Counter read(String key, ByteString value) throws InvalidProtocolBufferException {
    return new Counter(key, CounterRow.parseFrom(value).getValue());
  }

  @Override
  public Map<String, String> fields(Counter row) {
    return Map.of("name", row.name(), "value", Long.toString(row.value()));
  }
}
