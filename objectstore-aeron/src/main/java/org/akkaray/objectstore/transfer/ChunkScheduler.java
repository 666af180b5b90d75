package org.akkaray.objectstore.transfer;

import java.util.ArrayDeque;
import java.util.function.ToIntFunction;

/**
 * Round robin over transfers, one chunk each: a small object waits for one chunk of each other
 * transfer at most, and not for their ends. Not thread-safe.
 *
 * @param <T> a transfer
 */
final class ChunkScheduler<T> {
  private final ArrayDeque<T> turn = new ArrayDeque<>();

  /** Adds a transfer, whose turn is next: most are small, and large ones do not feel it. */
  void add(T transfer) {
    turn.addFirst(transfer);
  }

  void remove(T transfer) {
    turn.remove(transfer);
  }

  int size() {
    return turn.size();
  }

  /**
   * Gives transfers their turns until so many chunks are sent or none can send.
   *
   * @param maxChunks how many at most, so that the caller gets back to its other work
   * @param sendOne sends a chunk of a transfer and says how many that were: 0 or 1
   * @return how many chunks were sent
   */
  int run(int maxChunks, ToIntFunction<T> sendOne) {
    int sent = 0;
    int idle = 0;
    while (sent < maxChunks && idle < turn.size()) {
      T transfer = turn.pollFirst();
      if (transfer == null) {
        break;
      }
      turn.addLast(transfer);
      int chunks = sendOne.applyAsInt(transfer);
      sent += chunks;
      idle = chunks == 0 ? idle + 1 : 0;
    }
    return sent;
  }
}
