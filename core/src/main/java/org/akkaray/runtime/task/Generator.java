package org.akkaray.runtime.task;

import java.lang.ref.Cleaner;
import java.util.NoSuchElementException;
import org.akkaray.ObjectRef;
import org.akkaray.ObjectRefGenerator;
import org.akkaray.exception.RayException;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.Returns;
import org.jspecify.annotations.Nullable;

/**
 * The consumer's end of a {@link GeneratorStream}. Closing it, or losing it, cancels the call,
 * which would else wait for ever for somebody to take its next value. For one thread at a time.
 */
public final class Generator<E> implements ObjectRefGenerator<E> {
  private static final Cleaner CLEANER = Cleaner.create();

  private final GeneratorStream<E> stream;
  private final Cleaner.Cleanable cleanable;
  private @Nullable ObjectRefImpl<E> next;

  private Generator(GeneratorStream<E> stream) {
    this.stream = stream;
    this.cleanable = CLEANER.register(this, stream::abandon);
  }

  /** The consumer's end of what a call with shape {@link ReturnShape#GENERATOR} returns to. */
  @SuppressWarnings("unchecked") // the stream of that call
  public static <E> Generator<E> of(Returns returns) {
    return new Generator<>((GeneratorStream<E>) returns);
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = stream.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RayException("Interrupted while waiting for the next value of a generator.", e);
      }
    }
    return next != null;
  }

  @Override
  public ObjectRef<E> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the generator has ended");
    }
    ObjectRefImpl<E> taken = next;
    next = null;
    return taken;
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
