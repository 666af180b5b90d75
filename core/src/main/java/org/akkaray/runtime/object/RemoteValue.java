package org.akkaray.runtime.object;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.akkaray.exception.ObjectLostException;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.exception.RayException;
import org.akkaray.runtime.object.PortableValue.StoredBytes;
import org.jspecify.annotations.Nullable;

/**
 * A frozen value whose bytes lie in the stores of other nodes. At the object's owner its
 * reachability decides over the bytes: when nobody can reach it, they go. Thread-safe.
 */
public final class RemoteValue implements FrozenValue {
  private static final Cleaner CLEANER = Cleaner.create();

  private final int form;
  private final List<Object> held;
  private final RemoteBytes remote;
  private final Function<MemorySegment, @Nullable Object> reader;
  private final boolean isView;
  private final Cleaner.@Nullable Cleanable cleanable;
  private final StoredBytes bytes;

  private record Discard(RemoteBytes remote, StoredBytes bytes) implements Runnable {
    @Override
    public void run() {
      remote.discard(bytes);
    }
  }

  RemoteValue(
      int form,
      List<Object> held,
      StoredBytes bytes,
      RemoteBytes remote,
      Function<MemorySegment, @Nullable Object> reader,
      boolean isView,
      boolean owned) {
    this.form = form;
    this.held = held;
    this.bytes = bytes;
    this.remote = remote;
    this.reader = reader;
    this.isView = isView;
    if (owned) {
      remote.own(bytes);
    }
    this.cleanable = owned ? CLEANER.register(this, new Discard(remote, bytes)) : null;
  }

  /** The value, or what the future is complete with, if its bytes lie elsewhere; else null. */
  public static @Nullable RemoteValue in(@Nullable Object frozen) {
    return switch (frozen) {
      case RemoteValue remote -> remote;
      case FrozenFuture future -> in(future.frozen());
      case null, default -> null;
    };
  }

  /** Where the bytes are. */
  public StoredBytes bytes() {
    return bytes;
  }

  /** Brings the bytes near, see {@link RemoteBytes#fetch}. */
  public CompletableFuture<Void> fetch(PullPriority priority) {
    return remote.fetch(bytes, priority);
  }

  PortableValue portable() {
    return PortableValue.of(form, held, bytes);
  }

  @Override
  public @Nullable Object thaw() {
    try {
      return remote.read(bytes, isView, reader);
    } catch (ObjectTransferException e) {
      throw lost(e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** What a reader gets when the bytes could not be brought here. */
  public RayException lost(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ObjectStoreFullException full) {
        return new ObjectStoreFullException(full.getMessage());
      }
    }
    Throwable root =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new ObjectLostException(
        bytes.object(), bytes.object() + " is lost: " + root.getMessage());
  }

  @Override
  public void free() {
    if (cleanable != null) {
      cleanable.clean();
    }
  }
}
