package org.akkaray.runtime.remote;

import com.google.protobuf.UnsafeByteOperations;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.function.RayFunc;
import org.akkaray.id.UniqueId;
import org.akkaray.options.CallOptions;
import org.akkaray.runtime.function.FunctionCode;
import org.akkaray.runtime.function.FunctionId;
import org.akkaray.runtime.function.FunctionImage;
import org.akkaray.runtime.gcs.FunctionRecord;
import org.akkaray.runtime.gcs.LineageLog;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.PortableValue;
import org.akkaray.runtime.object.PortableValue.StoredBytes;
import org.akkaray.runtime.object.ValueExchange;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.task.Invocation;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.task.TaskInvocation;
import org.akkaray.runtime.wire.CallSpecMessage;
import org.akkaray.runtime.wire.FunctionDefinition;
import org.akkaray.runtime.wire.Held;
import org.akkaray.runtime.wire.HeldActor;
import org.akkaray.runtime.wire.HeldObject;
import org.akkaray.runtime.wire.Value;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is needed to run a call once more, for the task table: its function by its hash,
 * which goes to the function table once; small arguments by value; all others by their ids.
 * Thread-safe.
 */
public final class CallSpecs {
  /** A longer spec is not written: it would be a burden on the table. */
  static final int MOST_BYTES = 32 << 10;

  private static final byte[] NONE = {};

  private final UniqueId node;
  private final LineageLog log;
  private final Set<FunctionId> told = ConcurrentHashMap.newKeySet();

  /**
   * @param log is told of functions
   */
  public CallSpecs(UniqueId node, LineageLog log) {
    this.node = node;
    this.log = log;
  }

  /** The spec of a call; empty if it is too long, or the call has dropped what it takes. */
  public byte[] write(Invocation call) {
    @Nullable RayFunc function = call.function();
    @Nullable Object[] arguments = call.frozenArguments();
    if (function == null) {
      return NONE;
    }
    Services services = call.services();
    FunctionImage image = services.functions().image(function);
    CallSpecMessage.Builder spec =
        CallSpecMessage.newBuilder()
            .setFunctionHigh(idOf(image.code()).high())
            .setFunctionLow(idOf(image.code()).low())
            .setShape(call.shape());
    int room = MOST_BYTES;
    for (Object captured : image.captured()) {
      Value value = value(captured, services);
      spec.addCaptured(value);
      room -= value.getData().size();
    }
    for (Object argument : arguments) {
      Value value =
          argument instanceof ObjectRefImpl<?> ref ? reference(ref) : value(argument, services);
      spec.addArguments(value);
      room -= value.getData().size();
    }
    if (room < 0) {
      return NONE;
    }
    if (call.options() != CallOptions.DEFAULT) {
      spec.setOptions(WireOptions.toWire(call.options()));
    }
    if (call instanceof TaskInvocation task) {
      ResourceSet demand = task.schedulingClass().demand();
      if (!demand.equals(WireCalls.USUAL_DEMAND)) {
        spec.putAllDemand(demand.toMap());
      }
    }
    return spec.build().toByteArray();
  }

  private FunctionId idOf(FunctionCode code) {
    FunctionId id = code.id();
    if (told.add(id)) {
      FunctionDefinition definition = FunctionNumbers.toWire(code, 0);
      byte[] bytes = definition.toByteArray();
      log.uses(
          new FunctionRecord(
              id.toString(),
              code.implementationClass().replace('/', '.') + "." + code.implementationMethod(),
              bytes.length,
              bytes));
    }
    return id;
  }

  private Value reference(ObjectRefImpl<?> ref) {
    return Value.newBuilder().setForm(PortableValue.REFERENCE).addHeld(held(ref)).build();
  }

  private Value value(@Nullable Object frozen, Services services) {
    PortableValue packed = ValueExchange.pack(services.values(), frozen);
    Value.Builder value = Value.newBuilder().setForm(packed.form()).setFuture(packed.future());
    if (packed.length() > 0) {
      value.setData(UnsafeByteOperations.unsafeWrap(packed.data(), 0, packed.length()));
    }
    packed.held().forEach(held -> value.addHeld(held(held)));
    StoredBytes stored = packed.stored();
    if (stored != null) {
      value.setStored(
          org.akkaray.runtime.wire.StoredBytes.newBuilder()
              .setObject(Ids.toWire(stored.object()))
              .setSize(stored.size())
              .setOwner(Ids.toWire(stored.owner() == null ? node : stored.owner())));
    }
    return value.build();
  }

  /** By its id only: a spec lends nothing. */
  private Held held(Object held) {
    return switch (held) {
      case ObjectRefImpl<?> ref ->
          Held.newBuilder()
              .setObject(
                  HeldObject.newBuilder()
                      .setObject(Ids.toWire(ref.getId()))
                      .setOwner(
                          Ids.toWire(ref instanceof BorrowedRef<?> lent ? lent.owner() : node)))
              .build();
      case org.akkaray.BaseActorHandle handle ->
          Held.newBuilder()
              .setActor(HeldActor.newBuilder().setActor(Ids.bytes(handle.getId())))
              .build();
      default -> Held.getDefaultInstance();
    };
  }
}
