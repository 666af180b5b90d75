package org.akkaray.benchmarks.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimedEventsTest {
  @Test
  void eventsComeOutInTheOrderOfTheirTimes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    TimedEvents events = new TimedEvents();
    PriorityQueue<Long> model = new PriorityQueue<>();
    assertThat(events.earliest()).isEqualTo(Long.MAX_VALUE);
    for (int step = 0; step < 50_000; step++) {
      if (model.isEmpty() || random.nextInt(5) < 3) {
        long time = random.nextInt(1000);
        events.add(time, -time);
        model.add(time);
      } else {
        long first = model.remove();
        assertThat(events.earliest()).as("seed %d, step %d", seed, step).isEqualTo(first);
        assertThat(events.poll()).as("seed %d, step %d", seed, step).isEqualTo(-first);
      }
    }
  }
}
