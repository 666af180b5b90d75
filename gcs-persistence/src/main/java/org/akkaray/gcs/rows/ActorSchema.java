package org.akkaray.gcs.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.util.LinkedHashMap;
import java.util.Map;
import org.akkaray.gcs.rows.wire.ActorRow;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtimecontext.ActorState;

/** The actor table. */
public final class ActorSchema implements RowSchema<ActorId, ActorRecord> {
  @Override
  public String table() {
    return "actors";
  }

  @Override
  public ActorId key(ActorRecord row) {
    return row.id();
  }

  @Override
  public ByteString writeKey(ActorId key) {
    return ByteString.copyFrom(key.getBytes());
  }

  @Override
  public ActorId readKey(ByteString key) {
    return ActorId.fromByteBuffer(key.asReadOnlyByteBuffer());
  }

  @Override
  public ByteString write(ActorRecord row) {
    ActorRow.Builder written =
        ActorRow.newBuilder()
            .setJob(row.job().value())
            .setClassName(row.className())
            .setNamespace(row.namespace())
            .setDetached(row.detached())
            .setState(row.state().getValue())
            .setRestarts(row.restarts())
            .setNode(Ids.write(row.node()))
            .setSpec(UnsafeByteOperations.unsafeWrap(row.creation()));
    if (row.name() != null) {
      written.setName(row.name());
    }
    return written.build().toByteString();
  }

  @Override
  public ActorRecord read(ActorId key, ByteString value) throws InvalidProtocolBufferException {
    ActorRow row = ActorRow.parseFrom(value);
    return new ActorRecord(
        key,
        JobId.fromInt(row.getJob()),
        row.getClassName(),
        row.hasName() ? row.getName() : null,
        row.getNamespace(),
        row.getDetached(),
        ActorState.fromValue(row.getState()),
        row.getRestarts(),
        Ids.readUnique(row.getNode()),
        row.getSpec().toByteArray());
  }

  @Override
  public Map<String, String> fields(ActorRecord row) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", row.id().toString());
    fields.put("class", row.className());
    fields.put("name", row.name() == null ? "" : row.name());
    fields.put("namespace", row.namespace());
    fields.put("state", row.state().getName());
    fields.put("restarts", Integer.toString(row.restarts()));
    fields.put("detached", Boolean.toString(row.detached()));
    fields.put("job", row.job().toString());
    fields.put("node", row.node().isNil() ? "" : row.node().toString());
    return fields;
  }
}
