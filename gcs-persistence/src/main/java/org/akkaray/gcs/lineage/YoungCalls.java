package org.akkaray.gcs.lineage;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.akkaray.runtime.gcs.LineageEntry;
import org.akkaray.runtime.gcs.LineageSource;

/**
 * Calls that were submitted a moment ago: most end before their lineage is to be written. Each is
 * looked at when it comes, and once more when it is as old as the delay. Used by the log's thread.
 */
final class YoungCalls {
  private final long delayMicros;
  private final Consumer<LineageEntry> over;
  private final Consumer<LineageEntry> old;
  private final Queue<Stripes.Chunk> chunks = new ArrayDeque<>();

  /**
   * @param over takes those that are over and may leave lineage
   * @param old takes those that are as old as the delay
   */
  YoungCalls(long delayMicros, Consumer<LineageEntry> over, Consumer<LineageEntry> old) {
    this.delayMicros = delayMicros;
    this.over = over;
    this.old = old;
  }

  /**
   * Takes calls, and gives back how many of them leave nothing.
   *
   * @param nowMicros taken for the time at which they were submitted
   */
  int add(Stripes.Chunk chunk, long nowMicros) {
    chunk.micros = nowMicros;
    int nothing = sift(chunk);
    if (chunk.size > 0) {
      chunks.add(chunk);
    }
    return nothing;
  }

  /** Passes on those that are old, and gives back how many leave nothing. */
  int passOn(long nowMicros) {
    int nothing = 0;
    while (!chunks.isEmpty() && nowMicros - chunks.peek().micros >= delayMicros) {
      Stripes.Chunk chunk = chunks.remove();
      nothing += sift(chunk);
      for (int i = 0; i < chunk.size; i++) {
        old.accept(chunk.calls[i].lineage(chunk.micros));
      }
    }
    return nothing;
  }

  private int sift(Stripes.Chunk chunk) {
    LineageSource[] calls = chunk.calls;
    int nothing = 0;
    int kept = 0;
    for (int i = 0; i < chunk.size; i++) {
      LineageSource call = calls[i];
      if (call.leavesNothing()) {
        nothing++;
      } else if (call.isFollowed() && call.lineage(chunk.micros).isOver()) {
        over.accept(call.lineage(chunk.micros));
      } else {
        calls[kept++] = call;
      }
    }
    for (int i = kept; i < chunk.size; i++) {
      calls[i] = null;
    }
    chunk.size = kept;
    return nothing;
  }
}
