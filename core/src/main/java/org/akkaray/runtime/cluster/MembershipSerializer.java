package org.akkaray.runtime.cluster;

import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.NotSerializableException;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtime.object.StoreReport;
import org.akkaray.runtime.wire.AdmissionMessage;
import org.akkaray.runtime.wire.HelloMessage;
import org.akkaray.runtime.wire.KnockMessage;
import org.akkaray.runtime.wire.NodeKey;
import org.akkaray.runtime.wire.NodeMessage;
import org.akkaray.runtime.wire.ObjectsMessage;
import org.akkaray.runtime.wire.ObjectsQueryMessage;
import org.akkaray.runtime.wire.PendingMessage;
import org.akkaray.runtime.wire.RoleMessage;
import org.akkaray.runtime.wire.StatusMessage;
import org.akkaray.runtime.wire.StatusQueryMessage;

/** Writes what membership actors say to each other as the messages of membership.proto. */
public final class MembershipSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 73_001;
  private static final String HELLO = "H";
  private static final String KNOCK = "K";
  private static final String ADMISSION = "A";
  private static final String STATUS_QUERY = "Q";
  private static final String STATUS = "S";
  private static final String OBJECTS_QUERY = "O";
  private static final String OBJECTS = "R";

  private final ExtendedActorSystem system;

  /** For Akka. */
  public MembershipSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return switch (message) {
      case MembershipActor.Hello hello -> HELLO;
      case MembershipActor.Knock knock -> KNOCK;
      case MembershipActor.Admission admission -> ADMISSION;
      case MembershipActor.StatusQuery query -> STATUS_QUERY;
      case NodeStatus status -> STATUS;
      case MembershipActor.ObjectsQuery query -> OBJECTS_QUERY;
      case NodeObjects objects -> OBJECTS;
      default -> throw new IllegalArgumentException("Cannot write a " + message.getClass());
    };
  }

  @Override
  public byte[] toBinary(Object message) {
    return switch (message) {
      case MembershipActor.Hello(ClusterNode node, boolean answer) ->
          HelloMessage.newBuilder().setNode(write(node)).setAnswer(answer).build().toByteArray();
      case MembershipActor.Knock knock ->
          KnockMessage.newBuilder()
              .setProtocol(knock.of().protocol())
              .setVersion(knock.of().version())
              .putAllSettings(knock.of().settings())
              .setReplyTo(resolver().toSerializationFormat(knock.replyTo()))
              .build()
              .toByteArray();
      case MembershipActor.Admission(String refusal) ->
          AdmissionMessage.newBuilder().setRefusal(refusal).build().toByteArray();
      case MembershipActor.StatusQuery(ActorRef<NodeStatus> replyTo) ->
          StatusQueryMessage.newBuilder()
              .setReplyTo(resolver().toSerializationFormat(replyTo))
              .build()
              .toByteArray();
      case NodeStatus status -> write(status).toByteArray();
      case MembershipActor.ObjectsQuery(int limit, ActorRef<NodeObjects> replyTo) ->
          ObjectsQueryMessage.newBuilder()
              .setLimit(limit)
              .setReplyTo(resolver().toSerializationFormat(replyTo))
              .build()
              .toByteArray();
      case NodeObjects(StoreReport report) -> WireObjects.write(report).toByteArray();
      default -> throw new IllegalArgumentException("Cannot write a " + message.getClass());
    };
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return switch (manifest) {
        case HELLO -> {
          HelloMessage hello = HelloMessage.parseFrom(bytes);
          yield new MembershipActor.Hello(read(hello.getNode()), hello.getAnswer());
        }
        case KNOCK -> {
          KnockMessage knock = KnockMessage.parseFrom(bytes);
          yield new MembershipActor.Knock(
              new Compatibility(knock.getProtocol(), knock.getVersion(), knock.getSettingsMap()),
              resolver().resolveActorRef(knock.getReplyTo()));
        }
        case ADMISSION ->
            new MembershipActor.Admission(AdmissionMessage.parseFrom(bytes).getRefusal());
        case STATUS_QUERY ->
            new MembershipActor.StatusQuery(
                resolver().resolveActorRef(StatusQueryMessage.parseFrom(bytes).getReplyTo()));
        case STATUS -> read(StatusMessage.parseFrom(bytes));
        case OBJECTS_QUERY -> {
          ObjectsQueryMessage query = ObjectsQueryMessage.parseFrom(bytes);
          yield new MembershipActor.ObjectsQuery(
              query.getLimit(), resolver().resolveActorRef(query.getReplyTo()));
        }
        case OBJECTS -> new NodeObjects(WireObjects.read(ObjectsMessage.parseFrom(bytes)));
        default -> throw new NotSerializableException("a message of no known kind: " + manifest);
      };
    } catch (InvalidProtocolBufferException e) {
      throw new NotSerializableException(e.getMessage());
    }
  }

  private ActorRefResolver resolver() {
    return ActorRefResolver.get(Adapter.toTyped(system));
  }

  private static StatusMessage write(NodeStatus status) {
    StatusMessage.Builder message =
        StatusMessage.newBuilder()
            .setSelf(write(status.self()))
            .putAllTotal(status.usage().total())
            .putAllFree(status.usage().free());
    status.nodes().forEach(node -> message.addNodes(write(node)));
    for (NodeUsage.Pending pending : status.usage().pending()) {
      message.addPending(
          PendingMessage.newBuilder()
              .putAllResources(pending.resources())
              .setCount(pending.count()));
    }
    return message.build();
  }

  private NodeStatus read(StatusMessage status) {
    return new NodeStatus(
        read(status.getSelf()),
        new NodeUsage(
            status.getTotalMap(),
            status.getFreeMap(),
            status.getPendingList().stream()
                .map(
                    pending -> new NodeUsage.Pending(pending.getResourcesMap(), pending.getCount()))
                .toList()),
        status.getNodesList().stream().map(this::read).toList());
  }

  private static NodeMessage write(ClusterNode node) {
    NodeRecord record = node.record();
    return NodeMessage.newBuilder()
        .setId(NodeKey.newBuilder().setHigh(record.id().high()).setLow(record.id().low()))
        .setName(record.name())
        .setHost(record.address())
        .setPort(record.port())
        .setRole(node.role() == NodeRole.DRIVER ? RoleMessage.ROLE_DRIVER : RoleMessage.ROLE_NODE)
        .putAllResources(record.resources())
        .putAllLabels(record.labels())
        .setIncarnation(node.incarnation())
        .setDraining(node.draining())
        .setLifelinePort(node.lifelinePort())
        .putAllEndpoints(node.endpoints())
        .setUnreachable(!node.reachable())
        .build();
  }

  private ClusterNode read(NodeMessage node) {
    Address address = new Address("akka", system.name(), node.getHost(), node.getPort());
    return new ClusterNode(
        new NodeRecord(
            UniqueId.of(node.getId().getHigh(), node.getId().getLow()),
            node.getName(),
            node.getHost(),
            node.getPort(),
            true,
            node.getResourcesMap(),
            node.getLabelsMap()),
        node.getRole() == RoleMessage.ROLE_DRIVER ? NodeRole.DRIVER : NodeRole.NODE,
        address,
        node.getIncarnation(),
        node.getDraining(),
        !node.getUnreachable(),
        node.getLifelinePort(),
        node.getEndpointsMap());
  }
}
