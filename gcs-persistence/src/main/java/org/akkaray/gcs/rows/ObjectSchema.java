package org.akkaray.gcs.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import org.akkaray.gcs.rows.wire.ObjectRow;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.ObjectRecord;

/** The object table. */
public final class ObjectSchema implements RowSchema<ObjectId, ObjectRecord> {
  @Override
  public String table() {
    return "objects";
  }

  @Override
  public ObjectId key(ObjectRecord row) {
    return row.id();
  }

  @Override
  public ByteString writeKey(ObjectId key) {
    return ByteString.copyFrom(key.getBytes());
  }

  @Override
  public ObjectId readKey(ByteString key) {
    return ObjectId.fromByteBuffer(key.asReadOnlyByteBuffer());
  }

  @Override
  public ByteString write(ObjectRecord row) {
    return ObjectRow.newBuilder()
        .setSize(row.size())
        .setOwner(Ids.write(row.owner()))
        .setLocations(Ids.writeAll(row.locations()))
        .build()
        .toByteString();
  }

  @Override
  public ObjectRecord read(ObjectId key, ByteString value) throws InvalidProtocolBufferException {
    ObjectRow row = ObjectRow.parseFrom(value);
    return new ObjectRecord(
        key,
        row.getSize(),
        Ids.readUnique(row.getOwner()),
        Ids.readAll(row.getLocations(), UniqueId::fromByteBuffer));
  }

  @Override
  public Map<String, String> fields(ObjectRecord row) {
    return row.fields();
  }
}
