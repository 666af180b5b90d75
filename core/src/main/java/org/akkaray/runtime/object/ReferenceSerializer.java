package org.akkaray.runtime.object;

import org.apache.fory.config.Config;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.WriteContext;
import org.apache.fory.serializer.Serializer;

/**
 * Writes a reference as its place in the list of those that the value holds, so that it stays what
 * it is.
 */
final class ReferenceSerializer extends Serializer<Object> {
  private final Coder coder;

  @SuppressWarnings("unchecked") // one serializer for all classes of references
  ReferenceSerializer(Config config, Class<?> type, Coder coder) {
    super(config, (Class<Object>) type);
    this.coder = coder;
  }

  @Override
  public void write(WriteContext context, Object reference) {
    context.getBuffer().writeVarUInt32(coder.note(reference));
  }

  @Override
  public Object read(ReadContext context) {
    Object reference = coder.noted(context.getBuffer().readVarUInt32());
    context.reference(reference);
    return reference;
  }
}
