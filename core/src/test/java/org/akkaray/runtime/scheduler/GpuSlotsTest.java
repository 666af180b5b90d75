package org.akkaray.runtime.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GpuSlotsTest {
  @Test
  void wholeProcessorsAreNeverShared() {
    GpuSlots slots = new GpuSlots(3);
    assertThat(slots.take(2)).containsExactly(0L, 1L);
    assertThat(slots.take(1)).containsExactly(2L);
    slots.giveBack(List.of(0L, 1L), 2);
    assertThat(slots.take(1)).containsExactly(0L);
  }

  @Test
  void fractionsShareAsFewAsPossible() {
    GpuSlots slots = new GpuSlots(2);
    assertThat(slots.take(0.5)).containsExactly(0L);
    assertThat(slots.take(0.5)).containsExactly(0L);
    assertThat(slots.take(0.5)).containsExactly(1L);
    slots.giveBack(List.of(0L), 0.5);
    slots.giveBack(List.of(0L), 0.5);
    assertThat(slots.take(1)).containsExactly(0L);
  }
}
