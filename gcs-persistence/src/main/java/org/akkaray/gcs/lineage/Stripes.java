package org.akkaray.gcs.lineage;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.akkaray.runtime.gcs.LineageSource;
import org.jspecify.annotations.Nullable;

/**
 * Calls on their way from those who submit them to the log: several small buffers, so that two
 * submitters rarely meet. A submitter takes a buffer out of its place, adds to it and puts it back;
 * so does the log with what it finds there. Nobody waits for anybody, whoever is interrupted in
 * between: who finds no buffer takes a new one, who finds another in its place hands its own over.
 */
final class Stripes {
  static final int CHUNK = 256;
  private static final int COUNT = 16;

  /** The place of a buffer; the padding keeps two of them from sharing a cache line. */
  private static final class Stripe extends AtomicReference<@Nullable Chunk> {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("unused")
    private long padding1, padding2, padding3, padding4, padding5, padding6;
  }

  /** Some calls; of whoever took it out of its place. */
  static final class Chunk {
    final @Nullable LineageSource[] calls = new LineageSource[CHUNK];
    int size;
    long micros;
  }

  private final Stripe[] stripes = new Stripe[COUNT];
  private final Queue<Chunk> full = new ConcurrentLinkedQueue<>();
  private final LongAdder added = new LongAdder();
  private final IntConsumer handedOver;

  /**
   * @param handedOver told how many calls were handed over, on the thread that did
   */
  Stripes(IntConsumer handedOver) {
    this.handedOver = handedOver;
    Arrays.setAll(stripes, i -> new Stripe());
  }

  void add(LineageSource call) {
    Stripe stripe = stripes[(int) Thread.currentThread().threadId() & COUNT - 1];
    Chunk chunk = stripe.getAndSet(null);
    if (chunk == null) {
      chunk = new Chunk();
    }
    chunk.calls[chunk.size++] = call;
    if (chunk.size == CHUNK || !stripe.compareAndSet(null, chunk)) {
      handOver(chunk);
      full.add(chunk);
    }
  }

  private void handOver(Chunk chunk) {
    added.add(chunk.size);
    handedOver.accept(chunk.size);
  }

  /** Takes all that is there. For the log's thread. */
  void drain(Consumer<Chunk> taker) {
    for (Chunk chunk = full.poll(); chunk != null; chunk = full.poll()) {
      taker.accept(chunk);
    }
    for (Stripe stripe : stripes) {
      Chunk chunk = stripe.getPlain() == null ? null : stripe.getAndSet(null);
      if (chunk != null) {
        handOver(chunk);
        taker.accept(chunk);
      }
    }
  }

  /** How many calls were ever handed over. */
  long added() {
    return added.sum();
  }
}
