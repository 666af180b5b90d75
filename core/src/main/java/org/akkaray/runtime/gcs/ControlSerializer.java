package org.akkaray.runtime.gcs;

import akka.actor.ExtendedActorSystem;
import akka.serialization.SerializerWithStringManifest;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.NotSerializableException;
import org.akkaray.runtime.wire.Control;

/** Writes what nodes and the keeper of the control state say, as the messages of control.proto. */
public final class ControlSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 73_011;
  private static final String CONTROL = "C";

  /** For Akka. */
  public ControlSerializer(ExtendedActorSystem system) {}

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return CONTROL;
  }

  @Override
  public byte[] toBinary(Object message) {
    if (message instanceof ControlEnvelope(Control body)) {
      return body.toByteArray();
    }
    throw new IllegalArgumentException("Cannot write a " + message.getClass());
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    if (!manifest.equals(CONTROL)) {
      throw new NotSerializableException("a message of no known kind: " + manifest);
    }
    try {
      return new ControlEnvelope(Control.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new NotSerializableException(e.getMessage());
    }
  }
}
