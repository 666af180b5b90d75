package org.akkaray.runtime.object;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.WriteContext;
import org.apache.fory.platform.internal._JDKAccess;
import org.apache.fory.resolver.TypeResolver;
import org.apache.fory.serializer.ExceptionSerializers.ExceptionSerializer;
import org.apache.fory.serializer.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions with their stack trace. Fory 1.6.0 loses the trace of exceptions that it makes without
 * a constructor, and takes what an overridden {@code getMessage} returns for the message it was
 * given; both are put right here.
 */
final class ThrowableSerializer extends Serializer<Throwable> {
  private static final @Nullable VarHandle TRACE =
      field(Throwable.class, "stackTrace", StackTraceElement[].class);
  private static final @Nullable VarHandle MESSAGE =
      field(Throwable.class, "detailMessage", String.class);

  /**
   * What an element leaves out when it is printed; transient, since another JVM may have other
   * loaders and modules.
   */
  private static final @Nullable VarHandle FORMAT =
      field(StackTraceElement.class, "format", byte.class);

  private final ExceptionSerializer<Throwable> all;

  @SuppressWarnings("unchecked") // one serializer for all exceptions
  ThrowableSerializer(TypeResolver resolver, Class<? extends Throwable> type) {
    super(resolver.getConfig(), (Class<Throwable>) type);
    this.all = new ExceptionSerializer<>(resolver, (Class<Throwable>) type);
  }

  private static @Nullable VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      MethodHandles.Lookup lookup = _JDKAccess._trustedLookup(owner);
      return lookup.findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // then what Fory does has to do
    }
  }

  @Override
  public void write(WriteContext context, Throwable thrown) {
    all.write(context, thrown);
    if (TRACE != null && MESSAGE != null) {
      StackTraceElement[] trace = thrown.getStackTrace();
      context.writeRef(trace);
      for (StackTraceElement element : trace) {
        context.writeByte(FORMAT == null ? 0 : (byte) FORMAT.get(element));
      }
      context.writeRef(MESSAGE.get(thrown));
    }
  }

  @Override
  public Throwable read(ReadContext context) {
    Throwable thrown = all.read(context);
    if (TRACE != null && MESSAGE != null) {
      // Never null as long as nobody sets it: without this, setStackTrace does nothing.
      StackTraceElement[] trace = (StackTraceElement[]) context.readRef();
      for (StackTraceElement element : trace) {
        byte format = context.readByte();
        if (FORMAT != null) {
          FORMAT.set(element, format);
        }
      }
      TRACE.set(thrown, trace);
      MESSAGE.set(thrown, (String) context.readRef());
    }
    return thrown;
  }
}
