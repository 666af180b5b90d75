package org.akkaray.runtime.remote;

import com.google.protobuf.ByteString;
import org.akkaray.id.BaseId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.wire.NodeKey;
import org.akkaray.runtime.wire.ObjectKey;

/** Ids as they are sent. */
final class Ids {
  private Ids() {}

  static ObjectKey toWire(ObjectId id) {
    return ObjectKey.newBuilder()
        .setTaskHigh(id.high())
        .setTaskLow(id.low())
        .setIndex(id.index())
        .build();
  }

  static ObjectId object(ObjectKey key) {
    return ObjectId.of(key.getTaskHigh(), key.getTaskLow(), key.getIndex());
  }

  static NodeKey toWire(UniqueId id) {
    return NodeKey.newBuilder().setHigh(id.high()).setLow(id.low()).build();
  }

  static UniqueId node(NodeKey key) {
    return UniqueId.of(key.getHigh(), key.getLow());
  }

  static ByteString bytes(BaseId id) {
    return ByteString.copyFrom(id.toByteBuffer());
  }
}
