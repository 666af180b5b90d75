package org.akkaray.benchmarks.scheduling;

import java.util.Arrays;

/** Events by time: a binary heap of pairs of longs, which creates no objects. */
final class TimedEvents {
  private long[] times = new long[1024];
  private long[] payloads = new long[1024];
  private int size;

  /** The time of the earliest event; {@link Long#MAX_VALUE} if there is none. */
  long earliest() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  void add(long time, long payload) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      payloads = Arrays.copyOf(payloads, 2 * size);
    }
    int hole = size++;
    while (hole > 0 && times[(hole - 1) / 2] > time) {
      move((hole - 1) / 2, hole);
      hole = (hole - 1) / 2;
    }
    set(hole, time, payload);
  }

  /** Takes out the earliest event; there must be one. */
  long poll() {
    long first = payloads[0];
    long time = times[--size];
    long payload = payloads[size];
    int hole = 0;
    for (int child; (child = 2 * hole + 1) < size; hole = child) {
      if (child + 1 < size && times[child + 1] < times[child]) {
        child++;
      }
      if (times[child] >= time) {
        break;
      }
      move(child, hole);
    }
    set(hole, time, payload);
    return first;
  }

  private void move(int from, int to) {
    set(to, times[from], payloads[from]);
  }

  private void set(int index, long time, long payload) {
    times[index] = time;
    payloads[index] = payload;
  }
}
