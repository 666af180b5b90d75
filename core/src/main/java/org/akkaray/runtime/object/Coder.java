package org.akkaray.runtime.object;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.fory.Fory;
import org.apache.fory.config.Config;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.WriteContext;
import org.apache.fory.logging.LogLevel;
import org.apache.fory.logging.LoggerFactory;
import org.apache.fory.resolver.DisallowedList;
import org.apache.fory.resolver.SharedRegistry;
import org.apache.fory.resolver.TypeResolver;
import org.apache.fory.serializer.ObjectSerializer;
import org.apache.fory.serializer.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as bytes and reads them, with an instance of Fory and a scratch buffer of its own.
 * For one thread at a time. After a failure it must be thrown away: what Fory has learned of a
 * class by then may be half of it.
 */
final class Coder {
  /** Levels that an object graph may always have. */
  static final int MAX_DEPTH = 10_000;

  /**
   * Levels that any value has that could be written at all; a coder that reads as many takes some
   * memory.
   */
  static final int ANY_DEPTH = 1_000_000;

  static {
    // Fory warns on standard output of classes whose serialization is slow; its errors are thrown
    // as well.
    LoggerFactory.setLogLevel(LogLevel.ERROR_LEVEL);
  }

  private final Fory fory;
  private final @Nullable ClassLoader loader;
  private final BackReferences backReferences;
  private final CoderBuffer buffer = new CoderBuffer();

  /**
   * The references that the value being written or read holds, in the order in which they were met.
   */
  private List<Object> references = List.of();

  /**
   * @param maxDepth levels that it reads; Fory's own limit of 50 is for bytes from strangers
   */
  Coder(
      Set<Class<?>> referenceTypes,
      @Nullable ClassLoader loader,
      SharedRegistry shared,
      int maxDepth) {
    this.loader = loader;
    this.fory =
        Fory.builder()
            .withClassLoader(loader)
            .withSharedRegistry(shared)
            .withXlang(false)
            .withCompatible(false) // writer and reader have the same classes
            .withRefTracking(true)
            .ignoreTimeRef(false) // a Date can be changed: two references to one are not two dates
            .requireClassRegistration(false)
            .suppressClassRegistrationWarnings(true)
            .withMaxDepth(maxDepth)
            .withMaxGraphMemoryBytes(Long.MAX_VALUE)
            .withMaxUnbackedContainerItems(Integer.MAX_VALUE)
            .build();
    this.backReferences = new BackReferences(fory);
    for (Class<?> type : referenceTypes) {
      fory.registerSerializer(
          type, resolver -> new ReferenceSerializer(resolver.getConfig(), type, this));
    }
    Class<?> listOfMany = List.of(1, 2, 3).getClass();
    fory.registerSerializer(
        listOfMany, resolver -> new ValueSerializers.ListOfMany(resolver, listOfMany));
    fory.registerSerializerFactory(Coder::serializerFor);
  }

  @SuppressWarnings("rawtypes") // as the factory's interface has it
  private static @Nullable Serializer serializerFor(TypeResolver resolver, Class<?> type) {
    String reason = SendableTypes.reasonAgainst(type);
    if (reason != null) {
      if (DisallowedList.contains(type.getName())) {
        throw new UnsendableException(
            type.getName() + " cannot be sent: " + reason); // Fory would say it worse
      }
      return new Refusal(resolver.getConfig(), type, reason);
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return new ThrowableSerializer(resolver, type.asSubclass(Throwable.class));
    }
    if (MemorySegment.class.isAssignableFrom(type)) {
      return new ValueSerializers.OfSegment(resolver.getConfig(), type);
    }
    if (Path.class.isAssignableFrom(type)) {
      return new ValueSerializers.OfPath(resolver.getConfig(), type);
    }
    if (SendableTypes.isView(type)) {
      return new ValueSerializers.OfView(resolver.getConfig(), type);
    }
    if (SendableTypes.isPlainState(type)) {
      return new ObjectSerializer<>(resolver, type);
    }
    // Fory 1.6.0 takes the fields that java.util.Random declares for its stream for fields of the
    // class.
    if (Random.class.isAssignableFrom(type) && Serializable.class.isAssignableFrom(type)) {
      return new ValueSerializers.ByStream(resolver.getConfig(), type);
    }
    return null;
  }

  /**
   * Stands for classes that cannot be sent, so that a field of such a type may be there as long as
   * it is null.
   */
  private static final class Refusal extends Serializer<Object> {
    private final String reason;

    @SuppressWarnings("unchecked") // one serializer for all of them
    Refusal(Config config, Class<?> type, String reason) {
      super(config, (Class<Object>) type);
      this.reason = reason;
    }

    @Override
    public void write(WriteContext context, Object value) {
      throw new UnsendableException(type.getName() + " cannot be sent: " + reason);
    }

    @Override
    public Object read(ReadContext context) {
      throw new UnsendableException(type.getName() + " cannot be read: " + reason);
    }
  }

  /** The class was refused while it was being written. */
  static final class UnsendableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsendableException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Writes a value; {@link #scratch}, {@link #length} and {@link #takeReferences} give what came of
   * it.
   *
   * @param target where it is written if it is large; null for the heap
   */
  void write(Object value, @Nullable DirectWrite target) {
    references = new ArrayList<>(0);
    backReferences.beforeWriting();
    ClassLoader outer = enter();
    CoderBuffer outerBuffer = buffer.begin(target);
    try {
      fory.serialize(buffer.buffer(), value);
    } finally {
      buffer.end(outerBuffer);
      leave(outer);
    }
    if (backReferences.areSuspicious()) {
      checkReadable();
    }
  }

  /** Throws if what was written cannot be read. */
  private void checkReadable() {
    ClassLoader outer = enter();
    try {
      fory.deserialize(buffer.copy());
    } finally {
      leave(outer);
    }
  }

  /** The code that Fory generates finds classes that are not public by the thread's loader. */
  private @Nullable ClassLoader enter() {
    Thread thread = Thread.currentThread();
    ClassLoader outer = thread.getContextClassLoader();
    if (outer != loader) {
      thread.setContextClassLoader(loader);
    }
    return outer;
  }

  private void leave(@Nullable ClassLoader outer) {
    if (outer != loader) {
      Thread.currentThread().setContextClassLoader(outer);
    }
  }

  /** What was written, if it is on the heap; at the beginning of a longer array. */
  byte[] scratch() {
    return buffer.array();
  }

  int length() {
    return buffer.length();
  }

  List<Object> takeReferences() {
    List<Object> found = references;
    references = List.of();
    return found.isEmpty() ? List.of() : found;
  }

  @Nullable Object read(byte[] bytes, List<Object> held) {
    references = held;
    ClassLoader outer = enter();
    try {
      Object value = fory.deserialize(bytes);
      references = List.of();
      return value;
    } finally {
      leave(outer);
    }
  }

  /** Makes it ready for its next user. */
  void tidy() {
    references = List.of();
    buffer.tidy();
  }

  /** Notes a reference that the value holds and returns its place. */
  int note(Object reference) {
    references.add(reference);
    return references.size() - 1;
  }

  Object noted(int index) {
    return references.get(index);
  }
}
