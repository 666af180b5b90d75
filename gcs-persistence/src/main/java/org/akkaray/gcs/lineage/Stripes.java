package org.akkaray.gcs.lineage;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.akkaray.runtime.gcs.LineageEntry;
import org.jspecify.annotations.Nullable;

/**
 * Calls on their way from those who submit them to the writer: several small buffers, so that two
 * submitters rarely meet; each is guarded by a flag that is held for some nanoseconds. Full buffers
 * are handed over whole.
 */
final class Stripes {
  static final int CHUNK = 256;
  private static final int COUNT = 16;

  /** A buffer; the padding keeps two of them from sharing a cache line. */
  private static final class Stripe extends AtomicBoolean {
    private static final long serialVersionUID = 1;

    private @Nullable LineageEntry[] calls = new LineageEntry[CHUNK];
    private int size;
    private long all;

    @SuppressWarnings("unused")
    private long padding1, padding2, padding3, padding4, padding5, padding6;

    private void enter() {
      while (get() || !compareAndSet(false, true)) {
        Thread.onSpinWait();
      }
    }

    private void leave() {
      setRelease(false);
    }
  }

  private record Chunk(@Nullable LineageEntry[] calls, int size) {}

  private final Stripe[] stripes = new Stripe[COUNT];
  private final Queue<Chunk> full = new ConcurrentLinkedQueue<>();
  private final IntConsumer handedOver;

  /**
   * @param handedOver told how many calls were handed over, on the thread that did
   */
  Stripes(IntConsumer handedOver) {
    this.handedOver = handedOver;
    Arrays.setAll(stripes, i -> new Stripe());
  }

  void add(LineageEntry call) {
    Stripe stripe = stripes[(int) Thread.currentThread().threadId() & COUNT - 1];
    Chunk chunk = null;
    stripe.enter();
    stripe.calls[stripe.size++] = call;
    stripe.all++;
    if (stripe.size == CHUNK) {
      chunk = takeFrom(stripe);
    }
    stripe.leave();
    if (chunk != null) {
      full.add(chunk);
      handedOver.accept(CHUNK);
    }
  }

  private static Chunk takeFrom(Stripe stripe) {
    Chunk chunk = new Chunk(stripe.calls, stripe.size);
    stripe.calls = new LineageEntry[CHUNK];
    stripe.size = 0;
    return chunk;
  }

  /** Takes all that is there. For the writer. */
  void drain(Consumer<LineageEntry> calls) {
    for (Stripe stripe : stripes) {
      Chunk chunk = null;
      stripe.enter();
      if (stripe.size > 0) {
        chunk = takeFrom(stripe);
      }
      stripe.leave();
      if (chunk != null) {
        full.add(chunk);
        handedOver.accept(chunk.size);
      }
    }
    for (Chunk chunk = full.poll(); chunk != null; chunk = full.poll()) {
      for (int i = 0; i < chunk.size; i++) {
        calls.accept(chunk.calls[i]);
      }
    }
  }

  /** How many calls were ever added. */
  long added() {
    long sum = 0;
    for (Stripe stripe : stripes) {
      stripe.enter();
      sum += stripe.all;
      stripe.leave();
    }
    return sum;
  }
}
