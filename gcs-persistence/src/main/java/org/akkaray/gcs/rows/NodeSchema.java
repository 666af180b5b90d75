package org.akkaray.gcs.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.akkaray.gcs.rows.wire.NodeRow;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.NodeRecord;

/** The node table. */
public final class NodeSchema implements RowSchema<UniqueId, NodeRecord> {
  @Override
  public String table() {
    return "nodes";
  }

  @Override
  public UniqueId key(NodeRecord row) {
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
  public ByteString write(NodeRecord row) {
    return NodeRow.newBuilder()
        .setName(row.name())
        .setAddress(row.address())
        .setPort(row.port())
        .setAlive(row.alive())
        .putAllResources(row.resources())
        .putAllLabels(row.labels())
        .build()
        .toByteString();
  }

  @Override
  public NodeRecord read(UniqueId key, ByteString value) throws InvalidProtocolBufferException {
    NodeRow row = NodeRow.parseFrom(value);
    return new NodeRecord(
        key,
        row.getName(),
        row.getAddress(),
        row.getPort(),
        row.getAlive(),
        row.getResourcesMap(),
        row.getLabelsMap());
  }

  @Override
  public Map<String, String> fields(NodeRecord row) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", row.id().toString());
    fields.put("name", row.name());
    fields.put("address", row.address() + ":" + row.port());
    fields.put("state", row.alive() ? "alive" : "dead");
    fields.put("resources", new TreeMap<>(row.resources()).toString());
    fields.put("labels", new TreeMap<>(row.labels()).toString());
    return fields;
  }
}
