package org.akkaray.gcs.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.akkaray.gcs.rows.wire.ActorNameRow;
import org.akkaray.id.ActorId;

/** Names of living actors. A key is the length of the namespace in four bytes, it, and the name. */
public final class ActorNameSchema implements RowSchema<ActorName.Key, ActorName> {
  @Override
  public String table() {
    return "actor-names";
  }

  @Override
  public ActorName.Key key(ActorName row) {
    return row.key();
  }

  @Override
  public ByteString writeKey(ActorName.Key key) {
    byte[] namespace = key.namespace().getBytes(StandardCharsets.UTF_8);
    byte[] name = key.name().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + namespace.length + name.length);
    return ByteString.copyFrom(bytes.putInt(namespace.length).put(namespace).put(name).flip());
  }

  @Override
  public ActorName.Key readKey(ByteString key) {
    int length = key.asReadOnlyByteBuffer().getInt();
    ByteString names = key.substring(Integer.BYTES);
    return new ActorName.Key(
        names.substring(0, length).toStringUtf8(), names.substring(length).toStringUtf8());
  }

  @Override
  public ByteString write(ActorName row) {
    return ActorNameRow.newBuilder().setActor(Ids.write(row.actor())).build().toByteString();
  }

  @Override
  public ActorName read(ActorName.Key key, ByteString value) throws InvalidProtocolBufferException {
    return new ActorName(
        key,
        ActorId.fromByteBuffer(ActorNameRow.parseFrom(value).getActor().asReadOnlyByteBuffer()));
  }

  @Override
  public Map<String, String> fields(ActorName row) {
    return Map.of(
        "namespace", row.key().namespace(),
        "name", row.key().name(),
        "actor", row.actor().toString());
  }
}
