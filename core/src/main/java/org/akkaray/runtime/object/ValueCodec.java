package org.akkaray.runtime.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.akkaray.exception.SerializationException;
import org.akkaray.id.ObjectId;
import org.apache.fory.Fory;
import org.apache.fory.ThreadSafeFory;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.WriteContext;
import org.apache.fory.serializer.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Values by value: freezes what a user hands over, so that later changes to it are seen by nobody, and thaws a copy for each
 * reader. What cannot change is shared as it is.
 *
 * <p>Thread-safe.
 */
public final class ValueCodec {
  private static final Object NULL =
      new FrozenValue() {
        @Override
        public @Nullable Object thaw() {
          return null;
        }
      };

  private final Set<Class<?>> references;
  private final ThreadSafeFory fory;

  /** The references met while this thread writes or reads a value. */
  private final ThreadLocal<@Nullable List<Object>> nested = new ThreadLocal<>();

  /** @param references classes of references and handles, which stay what they are wherever they stand in a value */
  public ValueCodec(Class<?>... references) {
    this.references = Set.of(references);
    this.fory =
        Fory.builder()
            .withXlang(false)
            .withRefTracking(true)
            .requireClassRegistration(false)
            .suppressClassRegistrationWarnings(true)
            .buildThreadSafeFory();
    for (Class<?> reference : references) {
      fory.registerSerializer(reference, resolver -> new ReferenceSerializer(resolver.getConfig(), reference));
    }
  }

  /**
   * Makes a frozen form of a value.
   *
   * @throws SerializationException if the value cannot be sent
   */
  public Object freeze(@Nullable Object value, Supplier<ObjectId> idIfStored) {
    if (value == null) {
      return NULL;
    }
    Class<?> type = value.getClass();
    if (ImmutableTypes.contains(type) || references.contains(type)) {
      return value;
    }
    FrozenArray array = type.isArray() ? FrozenArray.of(value) : null;
    return array != null ? array : freezeBytes(value);
  }

  private Object freezeBytes(Object value) {
    List<Object> outer = nested.get();
    List<Object> found = new ArrayList<>(0);
    nested.set(found);
    try {
      return new FrozenBytes(fory.serialize(value), found);
    } catch (RuntimeException e) {
      throw new SerializationException("a " + value.getClass().getName() + " cannot be sent: " + e.getMessage(), e);
    } finally {
      nested.set(outer);
    }
  }

  /** A copy for one reader. */
  public @Nullable Object thaw(Object frozen) {
    return frozen instanceof FrozenValue value ? value.thaw() : frozen;
  }

  /** The frozen form of an exception. */
  public Object freezeThrowable(Throwable thrown) {
    return freezeBytes(thrown);
  }

  public Throwable thawThrowable(Object frozen) {
    return (Throwable) thaw(frozen);
  }

  private final class FrozenBytes implements FrozenValue {
    private final byte[] bytes;
    private final List<Object> references;

    FrozenBytes(byte[] bytes, List<Object> references) {
      this.bytes = bytes;
      this.references = references;
    }

    @Override
    public @Nullable Object thaw() {
      List<Object> outer = nested.get();
      nested.set(references);
      try {
        return fory.deserialize(bytes);
      } finally {
        nested.set(outer);
      }
    }
  }

  /** Writes a reference as its place in the list of those that the value holds. */
  private final class ReferenceSerializer extends Serializer<Object> {
    @SuppressWarnings("unchecked") // one serializer for all classes of references
    ReferenceSerializer(org.apache.fory.config.Config config, Class<?> type) {
      super(config, (Class<Object>) type);
    }

    @Override
    public void write(WriteContext context, Object reference) {
      List<Object> found = nested.get();
      context.getBuffer().writeVarUInt32(found.size());
      found.add(reference);
    }

    @Override
    public Object read(ReadContext context) {
      return nested.get().get(context.getBuffer().readVarUInt32());
    }
  }
}
