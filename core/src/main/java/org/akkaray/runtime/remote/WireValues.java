package org.akkaray.runtime.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayList;
import java.util.List;
import org.akkaray.id.ActorId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.PortableValue;
import org.akkaray.runtime.object.PortableValue.StoredBytes;
import org.akkaray.runtime.object.ValueExchange;
import org.akkaray.runtime.wire.ActorFailure;
import org.akkaray.runtime.wire.CallFailed;
import org.akkaray.runtime.wire.FailureMessage;
import org.akkaray.runtime.wire.Held;
import org.akkaray.runtime.wire.HeldObject;
import org.akkaray.runtime.wire.ObjectLost;
import org.akkaray.runtime.wire.Value;

/**
 * Frozen values and failures of one job as they are sent. To make a message out of a value lends
 * the references in it to the receiver, so a message that was made must be sent. Thread-safe.
 */
final class WireValues {
  private final NodeContext node;
  private final RemoteObjects objects;
  private final ValueExchange exchange;
  private final References references;
  private final WireGroups groups;
  private final HandleExchange handles;

  WireValues(
      NodeContext node,
      RemoteObjects objects,
      ValueExchange exchange,
      References references,
      WireGroups groups,
      HandleExchange handles) {
    this.node = node;
    this.objects = objects;
    this.exchange = exchange;
    this.references = references;
    this.groups = groups;
    this.handles = handles;
  }

  /** A frozen value, for a node. */
  Value toWire(Object frozen, UniqueId to) {
    return toWire(exchange.pack(frozen), to);
  }

  private Value toWire(PortableValue value, UniqueId to) {
    Value.Builder wire = Value.newBuilder().setForm(value.form()).setFuture(value.future());
    if (value.length() > 0) {
      wire.setData(UnsafeByteOperations.unsafeWrap(value.data(), 0, value.length()));
    }
    for (Object held : value.held()) {
      wire.addHeld(toWireHeld(held, to));
    }
    StoredBytes stored = value.stored();
    if (stored != null) {
      wire.setStored(toWire(stored));
    }
    if (value.standIn() != null) {
      wire.setStandIn(toWire(value.standIn(), to));
    }
    return wire.build();
  }

  private org.akkaray.runtime.wire.StoredBytes toWire(StoredBytes stored) {
    org.akkaray.runtime.wire.StoredBytes.Builder wire =
        org.akkaray.runtime.wire.StoredBytes.newBuilder()
            .setObject(Ids.toWire(stored.object()))
            .setSize(stored.size())
            .setOwner(Ids.toWire(stored.owner() == null ? node.id() : stored.owner()));
    objects.copiesOf(stored).forEach(location -> wire.addLocations(Ids.toWire(location)));
    return wire.build();
  }

  private Held toWireHeld(Object held, UniqueId to) {
    if (held instanceof ObjectRefImpl<?> ref) {
      return Held.newBuilder()
          .setObject(
              HeldObject.newBuilder()
                  .setObject(Ids.toWire(ref.getId()))
                  .setOwner(Ids.toWire(references.lend(ref, to))))
          .build();
    }
    return held instanceof PlacementGroup group
        ? Held.newBuilder().setGroup(WireGroups.toWire(group)).build()
        : handles.toWire(held, to);
  }

  /**
   * The frozen value of a message.
   *
   * @param owned whether this node owns the object, see {@link ValueExchange#unpack}
   */
  Object value(Value wire, UniqueId from, boolean owned) {
    return exchange.unpack(portable(wire, from), owned);
  }

  /** The values of a message, which this node does not own. */
  Object[] all(List<Value> wire, UniqueId from) {
    Object[] values = new Object[wire.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(wire.get(i), from, false);
    }
    return values;
  }

  private PortableValue portable(Value wire, UniqueId from) {
    List<Object> held = List.of();
    if (wire.getHeldCount() > 0) {
      held = new ArrayList<>(wire.getHeldCount());
      for (Held one : wire.getHeldList()) {
        held.add(held(one, from));
      }
    }
    StoredBytes stored = wire.hasStored() ? stored(wire.getStored()) : null;
    byte[] data = wire.getData().toByteArray();
    return new PortableValue(
        wire.getForm(),
        data,
        data.length,
        held,
        stored,
        wire.hasStandIn() ? portable(wire.getStandIn(), from) : null,
        wire.getFuture());
  }

  private Object held(Held wire, UniqueId from) {
    return switch (wire.getKindCase()) {
      case OBJECT ->
          references.receive(
              Ids.object(wire.getObject().getObject()),
              Ids.node(wire.getObject().getOwner()),
              from);
      case GROUP -> groups.fromWire(wire.getGroup());
      default -> handles.fromWire(wire, from);
    };
  }

  private StoredBytes stored(org.akkaray.runtime.wire.StoredBytes wire) {
    UniqueId owner = Ids.node(wire.getOwner());
    return new StoredBytes(
        Ids.object(wire.getObject()),
        wire.getSize(),
        wire.getLocationsList().stream().map(Ids::node).toList(),
        owner.equals(node.id()) ? null : owner);
  }

  /** A result that comes too late: what it holds and where it lies is given back. */
  void refuse(Value wire, UniqueId from) {
    portable(wire, from); // what it holds was lent to this node
    if (wire.hasStored()) {
      objects.refuse(stored(wire.getStored()));
    }
  }

  /** A failure, for a node. */
  FailureMessage toWire(Failure failure, UniqueId to) {
    FailureMessage.Builder wire = FailureMessage.newBuilder();
    switch (failure) {
      case Failure.CallFailed failed ->
          wire.setCallFailed(
              CallFailed.newBuilder()
                  .setCall(failed.call())
                  .setNode(failed.node())
                  .setAttempt(failed.attempt())
                  .setThrown(toWire(exchange.packThrowable(failed.thrown()), to)));
      case Failure.Cancelled cancelled -> wire.setCancelled(cancelled.call());
      case Failure.TimedOut timedOut -> wire.setTimedOut(timedOut.message());
      case Failure.ActorDied died -> {
        ActorFailure.Builder actor =
            ActorFailure.newBuilder().setActor(Ids.bytes(died.actor())).setMessage(died.message());
        if (died.cause() != null) {
          actor.setCause(toWire(exchange.packThrowable(died.cause()), to));
        }
        wire.setActorDied(actor);
      }
      case Failure.ActorUnavailable unavailable ->
          wire.setActorUnavailable(
              ActorFailure.newBuilder()
                  .setActor(Ids.bytes(unavailable.actor()))
                  .setMessage(unavailable.message()));
      case Failure.ObjectLost lost ->
          wire.setObjectLost(
              ObjectLost.newBuilder()
                  .setObject(Ids.toWire(lost.object()))
                  .setMessage(lost.message()));
      case Failure.Infeasible infeasible -> wire.setInfeasible(infeasible.message());
      case Failure.NodeDied died -> wire.setNodeDied(died.message());
    }
    return wire.build();
  }

  /** The failure of a message. */
  Failure failure(FailureMessage wire, UniqueId from) {
    return switch (wire.getKindCase()) {
      case CALL_FAILED -> {
        CallFailed failed = wire.getCallFailed();
        yield new Failure.CallFailed(
            failed.getCall(),
            failed.getNode(),
            failed.getAttempt(),
            exchange.unpackThrowable(portable(failed.getThrown(), from)));
      }
      case CANCELLED -> new Failure.Cancelled(wire.getCancelled());
      case TIMED_OUT -> new Failure.TimedOut(wire.getTimedOut());
      case ACTOR_DIED -> {
        ActorFailure died = wire.getActorDied();
        yield new Failure.ActorDied(
            actor(died.getActor()),
            died.getMessage(),
            died.hasCause() ? exchange.unpackThrowable(portable(died.getCause(), from)) : null);
      }
      case ACTOR_UNAVAILABLE ->
          new Failure.ActorUnavailable(
              actor(wire.getActorUnavailable().getActor()),
              wire.getActorUnavailable().getMessage());
      case OBJECT_LOST -> {
        ObjectId object = Ids.object(wire.getObjectLost().getObject());
        yield new Failure.ObjectLost(object, wire.getObjectLost().getMessage());
      }
      case INFEASIBLE -> new Failure.Infeasible(wire.getInfeasible());
      case NODE_DIED -> new Failure.NodeDied(wire.getNodeDied());
      case KIND_NOT_SET ->
          new Failure.NodeDied(
              "Node " + from + " reports a failure of a kind that this version does not know");
    };
  }

  private static ActorId actor(ByteString bytes) {
    return ActorId.fromByteBuffer(bytes.asReadOnlyByteBuffer());
  }
}
