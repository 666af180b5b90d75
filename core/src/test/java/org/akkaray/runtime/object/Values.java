package org.akkaray.runtime.object;

import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.id.ObjectId;

/** A codec for tests, and a reference type that stays what it is. */
final class Values {
  static final long INLINE_LIMIT = 1000;
  static final long CAPACITY = 50_000_000;

  final InMemoryObjectStore store = new InMemoryObjectStore(CAPACITY);
  final ValueCodec codec = new ValueCodec(store, INLINE_LIMIT, Ref.class);

  /** What an ObjectRef is to the codec: identity matters. */
  static final class Ref {
    final AtomicInteger live = new AtomicInteger();
  }

  Object freeze(Object value) {
    return codec.freeze(value, ObjectId::fromRandom);
  }

  @SuppressWarnings("unchecked") // a copy has the type of its original
  <T> T copy(T value) {
    return (T) codec.thaw(freeze(value));
  }
}
