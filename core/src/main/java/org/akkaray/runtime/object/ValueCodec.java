package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.exception.SerializationException;
import org.akkaray.id.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Values by value: freezes what a user hands over, so that later changes to it are seen by nobody,
 * and thaws a copy for each reader. In this order:
 *
 * <ol>
 *   <li>what cannot change is shared as it is ({@link ImmutableTypes});
 *   <li>what is nothing but memory is copied raw ({@link RawForm});
 *   <li>all else becomes bytes ({@link Coder}); references and handles in it stay what they are,
 *       and are held strongly.
 * </ol>
 *
 * Cycles may lead through plain objects, arrays, ArrayList, HashMap and their like. A record, an
 * {@code Optional} or a collection that cannot be changed exists only after all that it holds: if
 * such a one is met first and what it holds leads back to it, the value is refused ({@link
 * BackReferences}).
 *
 * <p>What is larger than the inline limit lies in the object store ({@link StoredValue}).
 * Thread-safe.
 */
public final class ValueCodec {
  /** The frozen form of null. */
  static final Object NULL =
      new FrozenValue() {
        @Override
        public @Nullable Object thaw() {
          return null;
        }
      };

  private final ObjectStore store;
  private final long inlineLimit;
  private final Set<Class<?>> references;
  private final Consumer<ObjectId> deletion;
  private final boolean storesStrings;
  private final CoderPool coders;

  /**
   * @param store where large values go
   * @param inlineLimit the size, in bytes, up to which values stay on the heap
   * @param references classes of references and handles, which stay what they are wherever they
   *     stand in a value
   */
  public ValueCodec(ObjectStore store, long inlineLimit, Class<?>... references) {
    this(store, inlineLimit, Thread.currentThread().getContextClassLoader(), Set.of(references));
  }

  /**
   * As above.
   *
   * @param loader finds the classes of values that are read
   */
  public ValueCodec(
      ObjectStore store, long inlineLimit, @Nullable ClassLoader loader, Set<Class<?>> references) {
    this(store, inlineLimit, loader, references, store::delete, false);
  }

  /**
   * As above, on a node that has others.
   *
   * @param deletion deletes a stored object here and its copies elsewhere
   * @param storesStrings whether long strings go to the store although they could be shared: where
   *     values are sent to other nodes, messages are no place for them
   */
  public ValueCodec(
      ObjectStore store,
      long inlineLimit,
      @Nullable ClassLoader loader,
      Set<Class<?>> references,
      Consumer<ObjectId> deletion,
      boolean storesStrings) {
    this.store = store;
    this.inlineLimit = inlineLimit;
    this.references = references;
    this.deletion = deletion;
    this.storesStrings = storesStrings;
    this.coders = new CoderPool(references, loader);
  }

  /**
   * Makes a frozen form of a value.
   *
   * @param idIfStored asked for the object's id if the value goes to the object store
   * @return the value itself if it is immutable
   * @throws SerializationException if the value cannot be sent, naming the field path to what is
   *     the matter
   * @throws ObjectStoreFullException if it is large and there is no room
   */
  public Object freeze(@Nullable Object value, Supplier<ObjectId> idIfStored) {
    if (value == null) {
      return NULL;
    }
    Class<?> type = value.getClass();
    if (ImmutableTypes.contains(type) || references.contains(type)) {
      return storesStrings && value instanceof String text && text.length() > inlineLimit
          ? freezeBytes(value, idIfStored)
          : value;
    }
    RawForm form = RawForm.of(value);
    return form != null ? freezeRaw(value, form, idIfStored) : freezeBytes(value, idIfStored);
  }

  /** As {@link #freeze}, for what a call returned: a future that is complete stays one. */
  public Object freezeResult(@Nullable Object value, Supplier<ObjectId> idIfStored) {
    return value instanceof CompletableFuture<?> future
        ? new FrozenFuture(freeze(future.join(), idIfStored))
        : freeze(value, idIfStored);
  }

  private Object freezeRaw(Object value, RawForm form, Supplier<ObjectId> idIfStored) {
    MemorySegment bytes = RawForm.bytesOf(value);
    try {
      return bytes.byteSize() > inlineLimit
          ? StoredValue.of(
              store,
              deletion,
              idIfStored,
              bytes,
              PortableValue.RAW + form.ordinal(),
              List.of(),
              form::read,
              form.isView())
          : FrozenMemory.of(value, form);
    } catch (IllegalStateException | WrongThreadException e) {
      if (bytes.scope().isAlive() && bytes.isAccessibleBy(Thread.currentThread())) {
        throw e; // not the value's fault: the store was closed
      }
      throw new SerializationException(
          value.getClass().getSimpleName() + " cannot be read by this thread: " + e.getMessage(),
          e);
    }
  }

  /**
   * @param idIfStored null if it is not to be stored, however large it is
   */
  private Object freezeBytes(Object value, @Nullable Supplier<ObjectId> idIfStored) {
    if (idIfStored == null) {
      return freezeBytes(value, null, null);
    }
    try (DirectWrite direct = new DirectWrite(store, idIfStored, inlineLimit)) {
      return freezeBytes(value, idIfStored, direct);
    }
  }

  private Object freezeBytes(
      Object value, @Nullable Supplier<ObjectId> idIfStored, @Nullable DirectWrite direct) {
    Coder coder = coders.take();
    try {
      coder.write(value, direct);
    } catch (RuntimeException | Error e) {
      if (Causes.isStackOverflow(e)) {
        close(direct);
        return DeepStack.call(() -> freezeDeep(value, idIfStored));
      }
      throw Causes.isOutOfMemory(e) ? Causes.outOfMemory(value, e) : explain(value, e);
    }
    try {
      if (direct != null && direct.isInStore()) {
        return shown(direct, coder);
      }
      close(direct); // what it could not hold is on the heap by now, and needs the room
      return keep(coder.scratch(), coder.length(), coder.takeReferences(), idIfStored);
    } finally {
      coders.giveBack(coder);
    }
  }

  private static void close(@Nullable DirectWrite direct) {
    if (direct != null) {
      direct.close();
    }
  }

  private StoredValue shown(DirectWrite direct, Coder coder) {
    List<Object> held = coder.takeReferences();
    long length = coder.length();
    return StoredValue.ofStored(
        store, deletion, direct.seal(length), length, PortableValue.CODED, held, readerOf(held));
  }

  /**
   * Freezes a value whose depth is more than a thread's usual stack can take, and makes sure it can
   * be read.
   */
  private Object freezeDeep(Object value, @Nullable Supplier<ObjectId> idIfStored) {
    Coder coder = coders.take();
    try {
      coder.write(value, null);
      byte[] bytes = Arrays.copyOf(coder.scratch(), coder.length());
      List<Object> held = coder.takeReferences();
      coders.newCoder(Coder.MAX_DEPTH).read(bytes, held);
      return keep(bytes, bytes.length, held, idIfStored);
    } catch (ObjectStoreFullException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      if (Causes.isStackOverflow(e) || Causes.isTooDeep(e)) {
        throw new SerializationException(
            value.getClass().getTypeName()
                + " is nested too deep: the limit is "
                + Coder.MAX_DEPTH
                + " levels. A long chain of objects can be sent as a list of its links.");
      }
      throw explain(value, e);
    }
  }

  private Object keep(
      byte[] scratch, int length, List<Object> held, @Nullable Supplier<ObjectId> idIfStored) {
    return length > inlineLimit && idIfStored != null
        ? StoredValue.of(
            store,
            deletion,
            idIfStored,
            MemorySegment.ofArray(scratch).asSlice(0, length),
            PortableValue.CODED,
            held,
            readerOf(held),
            false)
        : new FrozenBytes(Arrays.copyOf(scratch, length), held);
  }

  /** Reads a value that was written by a coder, of whose bytes it takes a copy. */
  Function<MemorySegment, @Nullable Object> readerOf(List<Object> held) {
    return bytes -> read(bytes.toArray(ValueLayout.JAVA_BYTE), held);
  }

  /** Whether a value is a reference or a handle. */
  boolean isReference(Object value) {
    return references.contains(value.getClass());
  }

  /** The bytes of a value, however many, for another process. */
  PortableValue write(Object value) {
    Object bytes = freezeBytes(value, null);
    return ((FrozenBytes) bytes).portable();
  }

  /** What {@link FrozenBytes#portable} was made of. */
  FrozenValue ofBytes(byte[] bytes, List<Object> held) {
    return new FrozenBytes(bytes, held);
  }

  private SerializationException explain(Object value, Throwable failure) {
    return Unsendable.explain(
        value, references, failure, part -> coders.newCoder(Coder.MAX_DEPTH).write(part, null));
  }

  /** A copy for one reader. */
  public @Nullable Object thaw(Object frozen) {
    return frozen instanceof FrozenValue value ? value.thaw() : frozen;
  }

  /**
   * The frozen form of an exception, which has its stack trace, causes and suppressed exceptions,
   * or a stand-in's.
   */
  public Object freezeThrowable(Throwable thrown) {
    ThrowableStandIn standIn = ThrowableStandIn.of(thrown);
    Object original;
    try {
      original = freezeBytes(thrown, ObjectId::fromRandom);
    } catch (RuntimeException | Error e) {
      // Whatever it was (not serializable, store full or closed, heap full): a failure must reach
      // those who wait for it.
      original = NULL;
    }
    return new FrozenThrowable(original, standIn);
  }

  /**
   * The exception for one reader: the original, or a stand-in if it can be written or read on no
   * account.
   *
   * @param frozen from {@link #freezeThrowable}, or an exception that could not even be frozen
   */
  public Throwable thawThrowable(Object frozen) {
    return frozen instanceof FrozenThrowable value
        ? value.thaw()
        : ThrowableStandIn.of((Throwable) frozen);
  }

  private @Nullable Object read(byte[] bytes, List<Object> held) {
    Coder coder = coders.take();
    Object value;
    try {
      value = coder.read(bytes, held);
    } catch (RuntimeException | Error e) {
      if (Causes.isStackOverflow(e) || Causes.isTooDeep(e)) {
        return DeepStack.call(() -> readDeep(bytes, held));
      }
      throw unreadable(e);
    }
    coders.giveBack(coder);
    return value;
  }

  private @Nullable Object readDeep(byte[] bytes, List<Object> held) {
    try {
      return coders.newCoder(Coder.ANY_DEPTH).read(bytes, held);
    } catch (RuntimeException | Error e) {
      throw unreadable(e);
    }
  }

  private static SerializationException unreadable(Throwable failure) {
    return new SerializationException("A value cannot be read: " + Causes.root(failure), failure);
  }

  /** A value that was written by a coder. */
  final class FrozenBytes implements FrozenValue {
    private final byte[] bytes;
    private final List<Object> held;

    FrozenBytes(byte[] bytes, List<Object> held) {
      this.bytes = bytes;
      this.held = held;
    }

    PortableValue portable() {
      return PortableValue.of(PortableValue.CODED, bytes, bytes.length, held);
    }

    @Override
    public @Nullable Object thaw() {
      return read(bytes, held);
    }
  }

  /**
   * An exception at rest.
   *
   * @param original its frozen form, or that of null
   * @param standIn shared by nobody: a reader gets a copy
   */
  record FrozenThrowable(Object original, ThrowableStandIn standIn) implements FrozenValue {
    @Override
    public Throwable thaw() {
      try {
        Throwable thrown = (Throwable) ((FrozenValue) original).thaw();
        if (thrown != null) {
          return thrown;
        }
      } catch (SerializationException | IllegalStateException e) {
        // Its class has a constructor that refuses, or its bytes are gone with a closed store.
      }
      return ThrowableStandIn.of(standIn);
    }
  }
}
