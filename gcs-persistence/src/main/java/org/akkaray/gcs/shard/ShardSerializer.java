package org.akkaray.gcs.shard;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.io.NotSerializableException;
import org.akkaray.gcs.database.SealedBytes;
import org.akkaray.gcs.shard.wire.ApplyReply;
import org.akkaray.gcs.shard.wire.ApplyRequest;
import org.akkaray.gcs.shard.wire.Condition;
import org.akkaray.gcs.shard.wire.GetRequest;
import org.akkaray.gcs.shard.wire.RowsChanged;
import org.akkaray.gcs.shard.wire.RowsReply;
import org.akkaray.gcs.shard.wire.RowsTold;
import org.akkaray.gcs.shard.wire.ScanRequest;
import org.akkaray.gcs.shard.wire.ShardIndex;
import org.akkaray.gcs.shard.wire.SubscribeRequest;
import org.akkaray.runtime.gcs.TableQuery;

/**
 * Turns events, snapshots and messages into Protocol Buffers and back. Thread-safe; made by Akka.
 */
public final class ShardSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 742_100;
  private static final String APPLY = "apply-1";
  private static final String GET = "get-1";
  private static final String SCAN = "scan-1";
  private static final String SUBSCRIBE = "subscribe-1";
  private static final String APPLIED = "applied-1";
  private static final String ROWS = "found-1";
  private static final String TOLD = "told-1";

  private final ExtendedActorSystem system;

  /** Called by Akka. */
  public ShardSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return switch (message) {
      case RowsChanged event -> EventForm.EVENT;
      case ShardIndex snapshot -> EventForm.SNAPSHOT;
      case ShardCommand.Apply apply -> APPLY;
      case ShardCommand.Get get -> GET;
      case ShardCommand.Scan scan -> SCAN;
      case ShardCommand.Subscribe subscribe -> SUBSCRIBE;
      case ShardReply.Applied applied -> APPLIED;
      case ShardReply.Rows rows -> ROWS;
      case ShardReply.Told told -> TOLD;
      default -> throw unknown(message);
    };
  }

  @Override
  public byte[] toBinary(Object message) {
    return switch (message) {
      case RowsChanged event -> SealedBytes.of(event);
      case ShardIndex snapshot -> SealedBytes.of(snapshot);
      case ShardMessage said -> toWire(said).toByteArray();
      default -> throw unknown(message);
    };
  }

  private MessageLite toWire(ShardMessage message) {
    return switch (message) {
      case ShardCommand.Apply apply ->
          ApplyRequest.newBuilder()
              .addAllChanges(apply.changes())
              .setReplyTo(write(apply.replyTo()))
              .build();
      case ShardCommand.Get get ->
          GetRequest.newBuilder().addAllKeys(get.keys()).setReplyTo(write(get.replyTo())).build();
      case ShardCommand.Scan scan ->
          ScanRequest.newBuilder()
              .addAllConditions(scan.query().conditions().stream().map(this::toWire).toList())
              .setLimit(scan.query().limit())
              .setBefore(scan.before())
              .setReplyTo(write(scan.replyTo()))
              .build();
      case ShardCommand.Subscribe subscribe ->
          SubscribeRequest.newBuilder()
              .addAllKeys(subscribe.keys())
              .setSubscriber(write(subscribe.subscriber()))
              .build();
      case ShardReply.Applied applied ->
          ApplyReply.newBuilder()
              .addAllMade(applied.made())
              .addAllVersions(applied.versions())
              .build();
      case ShardReply.Rows rows ->
          RowsReply.newBuilder()
              .addAllRows(rows.rows())
              .addAllVersions(rows.versions())
              .setNext(rows.next())
              .setFailure(rows.failure())
              .build();
      case ShardReply.Told told ->
          RowsTold.newBuilder()
              .setVersion(told.version())
              .addAllWritten(told.written())
              .addAllDeleted(told.deleted())
              .build();
      default -> throw unknown(message); // what a shard says to itself stays where it is
    };
  }

  private Condition toWire(TableQuery.Condition condition) {
    return Condition.newBuilder()
        .setField(condition.field())
        .setValue(condition.value())
        .setNegated(condition.negated())
        .build();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return switch (manifest) {
        case EventForm.EVENT -> EventForm.readEvent(bytes, manifest, "An event");
        case EventForm.SNAPSHOT -> EventForm.readSnapshot(bytes, manifest, "A snapshot");
        case APPLY -> {
          ApplyRequest read = ApplyRequest.parseFrom(bytes);
          yield new ShardCommand.Apply(read.getChangesList(), ref(read.getReplyTo()));
        }
        case GET -> {
          GetRequest read = GetRequest.parseFrom(bytes);
          yield new ShardCommand.Get(read.getKeysList(), ref(read.getReplyTo()));
        }
        case SCAN -> scan(ScanRequest.parseFrom(bytes));
        case SUBSCRIBE -> {
          SubscribeRequest read = SubscribeRequest.parseFrom(bytes);
          yield new ShardCommand.Subscribe(read.getKeysList(), ref(read.getSubscriber()));
        }
        case APPLIED -> {
          ApplyReply read = ApplyReply.parseFrom(bytes);
          yield new ShardReply.Applied(read.getMadeList(), read.getVersionsList());
        }
        case ROWS -> {
          RowsReply read = RowsReply.parseFrom(bytes);
          yield new ShardReply.Rows(
              read.getRowsList(), read.getVersionsList(), read.getNext(), read.getFailure());
        }
        case TOLD -> {
          RowsTold read = RowsTold.parseFrom(bytes);
          yield new ShardReply.Told(
              read.getVersion(), read.getWrittenList(), read.getDeletedList());
        }
        default ->
            throw new NotSerializableException(
                "The control store knows no form called "
                    + manifest
                    + ": another version wrote it");
      };
    } catch (InvalidProtocolBufferException e) {
      throw new NotSerializableException(manifest + ": " + e.getMessage());
    }
  }

  private ShardCommand.Scan scan(ScanRequest read) {
    return new ShardCommand.Scan(
        new TableQuery(
            read.getConditionsList().stream()
                .map(each ->
                    new TableQuery.Condition(each.getField(), each.getValue(), each.getNegated()))
                .toList(),
            read.getLimit()),
        read.getBefore(),
        ref(read.getReplyTo()));
  }

  private String write(ActorRef<?> ref) {
    return ActorRefResolver.get(Adapter.toTyped(system)).toSerializationFormat(ref);
  }

  private <T> ActorRef<T> ref(String written) {
    return ActorRefResolver.get(Adapter.toTyped(system)).resolveActorRef(written);
  }

  private static IllegalArgumentException unknown(Object message) {
    return new IllegalArgumentException(
        "The control store's serializer does not know " + message.getClass().getName());
  }
}
