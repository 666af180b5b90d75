package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.akkaray.runtime.object.PortableValue.StoredBytes;
import org.jspecify.annotations.Nullable;

/**
 * Turns frozen values into what another process can take, and back. Nothing is copied that need not
 * be: bytes that were written when a value was frozen are sent as they are. Thread-safe.
 */
public final class ValueExchange {
  private static final RawForm[] RAW_FORMS = RawForm.values();

  private final ValueCodec codec;
  private final RemoteBytes remote;

  /**
   * @param remote for the bytes of values that lie in other nodes' stores
   */
  public ValueExchange(ValueCodec codec, RemoteBytes remote) {
    this.codec = codec;
    this.remote = remote;
  }

  /** The portable form of a frozen value. */
  public PortableValue pack(Object frozen) {
    return pack(codec, frozen);
  }

  /** As {@link #pack(Object)}, of a value that a codec has frozen. */
  public static PortableValue pack(ValueCodec codec, Object frozen) {
    return switch (frozen) {
      case FrozenFuture future -> pack(codec, future.frozen()).asFuture();
      case ValueCodec.FrozenBytes bytes -> bytes.portable();
      case FrozenMemory memory -> memory.portable();
      case StoredValue stored -> stored.portable();
      case RemoteValue value -> value.portable();
      default ->
          frozen == ValueCodec.NULL
              ? PortableValue.of(PortableValue.NULL, PortableValue.NOTHING, 0, List.of())
              : packPlain(codec, frozen);
    };
  }

  private static PortableValue packPlain(ValueCodec codec, Object value) {
    return codec.isReference(value)
        ? PortableValue.of(PortableValue.REFERENCE, PortableValue.NOTHING, 0, List.of(value))
        : codec.write(value);
  }

  /**
   * The frozen value that a portable one stands for.
   *
   * @param owned whether this node is the object's owner: its bytes in other nodes' stores go when
   *     nobody can reach the result any more
   */
  public Object unpack(PortableValue value, boolean owned) {
    Object frozen = unpackPlain(value, owned);
    return value.future() ? new FrozenFuture(frozen) : frozen;
  }

  private Object unpackPlain(PortableValue value, boolean owned) {
    StoredBytes stored = value.stored();
    if (stored != null) {
      return new RemoteValue(
          value.form(),
          value.held(),
          owned ? stored.ownedHere() : stored,
          remote,
          readerOf(value),
          isView(value.form()),
          owned);
    }
    return switch (value.form()) {
      case PortableValue.NULL -> ValueCodec.NULL;
      case PortableValue.REFERENCE -> value.held().getFirst();
      case PortableValue.CODED -> codec.ofBytes(bytesOf(value), value.held());
      default -> FrozenMemory.ofBytes(rawForm(value.form()), bytesOf(value));
    };
  }

  private Function<MemorySegment, @Nullable Object> readerOf(PortableValue value) {
    return value.form() == PortableValue.CODED
        ? codec.readerOf(value.held())
        : rawForm(value.form())::read;
  }

  private static boolean isView(int form) {
    return form >= PortableValue.RAW && rawForm(form).isView();
  }

  private static RawForm rawForm(int form) {
    int place = form - PortableValue.RAW;
    if (place < 0 || place >= RAW_FORMS.length) {
      throw new IllegalArgumentException(
          "A value of form " + form + ", which this version of akka-ray does not know.");
    }
    return RAW_FORMS[place];
  }

  private static byte[] bytesOf(PortableValue value) {
    return value.length() == value.data().length
        ? value.data()
        : Arrays.copyOf(value.data(), value.length());
  }

  /** The portable form of an exception, see {@link ValueCodec#freezeThrowable}. */
  public PortableValue packThrowable(Object thrown) {
    ValueCodec.FrozenThrowable frozen =
        (ValueCodec.FrozenThrowable)
            (thrown instanceof Throwable plain ? codec.freezeThrowable(plain) : thrown);
    PortableValue original =
        frozen.original() instanceof StoredValue stored ? stored.inline() : pack(frozen.original());
    return new PortableValue(
        PortableValue.THROWABLE,
        original.data(),
        original.length(),
        original.held(),
        original.stored(),
        codec.write(frozen.standIn()),
        false);
  }

  /** What {@link #packThrowable} was given. */
  public Object unpackThrowable(PortableValue value) {
    Object original =
        value.length() == 0 && value.stored() == null
            ? ValueCodec.NULL
            : unpackPlain(
                new PortableValue(
                    PortableValue.CODED,
                    value.data(),
                    value.length(),
                    value.held(),
                    value.stored(),
                    null,
                    false),
                true);
    Throwable standIn = (Throwable) codec.thaw(unpackPlain(value.standIn(), true));
    return new ValueCodec.FrozenThrowable(original, ThrowableStandIn.of(standIn));
  }
}
