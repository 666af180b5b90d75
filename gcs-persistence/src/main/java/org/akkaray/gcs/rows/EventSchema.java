package org.akkaray.gcs.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import org.akkaray.gcs.rows.wire.EventRow;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.EventRecord;

/** The event log. */
public final class EventSchema implements RowSchema<UniqueId, EventRecord> {
  @Override
  public String table() {
    return "events";
  }

  @Override
  public UniqueId key(EventRecord row) {
    return row.id();
  }

  @Override
  public ByteString writeKey(UniqueId key) {
    return ByteString.copyFrom(key.getBytes());
  }

  @Override
  public UniqueId readKey(ByteString key) {
    return UniqueId.fromByteBuffer(key.asReadOnlyByteBuffer());
  }

  @Override
  public ByteString write(EventRecord row) {
    return EventRow.newBuilder()
        .setKind(row.kind())
        .setName(row.name())
        .setNode(Ids.write(row.node()))
        .putAllDetails(row.details())
        .setStarted(row.startedMicros())
        .setEnded(row.endedMicros())
        .build()
        .toByteString();
  }

  @Override
  public EventRecord read(UniqueId key, ByteString value) throws InvalidProtocolBufferException {
    EventRow row = EventRow.parseFrom(value);
    return new EventRecord(
        key,
        row.getKind(),
        row.getName(),
        Ids.readUnique(row.getNode()),
        row.getDetailsMap(),
        row.getStarted(),
        row.getEnded());
  }

  @Override
  public Map<String, String> fields(EventRecord row) {
    return row.fields();
  }
}
