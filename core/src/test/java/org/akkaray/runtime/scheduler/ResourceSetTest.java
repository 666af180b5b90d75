package org.akkaray.runtime.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceSetTest {
  private static final ResourceSet NODE =
      ResourceSet.of(Map.of("CPU", 4.0, "GPU", 2.0, "memory", 1000.0));

  @Test
  void amountsAreAddedAndTakenAwayByName() {
    ResourceSet sum = NODE.plus(ResourceSet.of(Map.of("CPU", 0.1, "tpu", 1.0)));
    assertThat(sum.toMap()).isEqualTo(Map.of("CPU", 4.1, "GPU", 2.0, "memory", 1000.0, "tpu", 1.0));
    assertThat(sum.minus(NODE).toMap()).isEqualTo(Map.of("CPU", 0.1, "tpu", 1.0));
    assertThat(sum.minus(sum)).isEqualTo(ResourceSet.EMPTY);
    assertThat(NODE.plus(ResourceSet.EMPTY)).isEqualTo(NODE);
    assertThat(ResourceSet.EMPTY.plus(NODE)).isEqualTo(NODE);
  }

  @Test
  void nothingGoesBelowZero() {
    ResourceSet taken = ResourceSet.of(Map.of("CPU", 9.0, "GPU", 1.0, "tpu", 1.0));
    assertThat(NODE.minus(taken).toMap()).isEqualTo(Map.of("GPU", 1.0, "memory", 1000.0));
  }

  @Test
  void tenTenthsAreExactlyOne() {
    assertThat(ResourceSet.cpus(0.1).times(10)).isEqualTo(ResourceSet.cpus(1));
    assertThat(NODE.times(3).minus(NODE.times(2))).isEqualTo(NODE);
    assertThat(NODE.times(0)).isEqualTo(ResourceSet.EMPTY);
  }

  @Test
  void aShareIsThatOfTheScarcestResource() {
    assertThat(ResourceSet.of(Map.of("CPU", 1.0, "GPU", 1.0)).shareOf(NODE)).isEqualTo(0.5);
    assertThat(ResourceSet.of(Map.of("CPU", 3.0, "GPU", 1.0)).shareOf(NODE)).isEqualTo(0.75);
    assertThat(ResourceSet.of(Map.of("tpu", 1.0)).shareOf(NODE)).isInfinite();
    assertThat(ResourceSet.cpus(1).shareOf(ResourceSet.EMPTY)).isInfinite();
    assertThat(ResourceSet.EMPTY.shareOf(NODE)).isZero();
  }
}
