package org.akkaray.gcs.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Map;
import org.akkaray.gcs.rows.wire.FunctionRow;
import org.akkaray.runtime.gcs.FunctionRecord;

/** The function table. */
public final class FunctionSchema implements RowSchema<String, FunctionRecord> {
  @Override
  public String table() {
    return "functions";
  }

  @Override
  public String key(FunctionRecord row) {
    return row.hash();
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
  public ByteString write(FunctionRecord row) {
    return FunctionRow.newBuilder()
        .setName(row.name())
        .setSize(row.size())
        .setCode(UnsafeByteOperations.unsafeWrap(row.code()))
        .build()
        .toByteString();
  }

  @Override
  public FunctionRecord read(String key, ByteString value) throws InvalidProtocolBufferException {
    FunctionRow row = FunctionRow.parseFrom(value);
    return new FunctionRecord(key, row.getName(), row.getSize(), row.getCode().toByteArray());
  }

  @Override
  public Map<String, String> fields(FunctionRecord row) {
    return row.fields();
  }
}
