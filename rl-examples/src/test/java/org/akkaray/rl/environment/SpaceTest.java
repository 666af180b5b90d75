package org.akkaray.rl.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SpaceTest {

  @Test
  void aDiscreteSpaceHoldsWholeNumbersBelowItsSize() {
    Space space = new Space.Discrete(3);
    assertThat(space.contains(new float[] {0})).isTrue();
    assertThat(space.contains(new float[] {2})).isTrue();
    assertThat(space.contains(new float[] {3})).isFalse();
    assertThat(space.contains(new float[] {-1})).isFalse();
    assertThat(space.contains(new float[] {1.5f})).isFalse();
    assertThat(space.contains(new float[] {Float.NaN})).isFalse();
    assertThat(space.contains(new float[] {1, 1})).isFalse();
  }

  @Test
  void aBoxHoldsItsBounds() {
    Space space = Space.Box.of(new float[] {-1, 0}, new float[] {1, Float.POSITIVE_INFINITY});
    assertThat(space.contains(new float[] {-1, 0})).isTrue();
    assertThat(space.contains(new float[] {1, 1e30f})).isTrue();
    assertThat(space.contains(new float[] {1.1f, 1})).isFalse();
    assertThat(space.contains(new float[] {0, -0.1f})).isFalse();
    assertThat(space.contains(new float[] {Float.NaN, 1})).isFalse();
  }

  @Test
  void impossibleSpacesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Space.Discrete(0))
        .withMessage("Discrete: n must be at least 1, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Space.Box.of(new float[] {1}, new float[] {0}))
        .withMessage("Box: bound 0: low 1.0 is not at most high 0.0");
  }
}
