package org.akkaray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShutdownTest {

  @AfterEach
  void shutDown() {
    Ray.shutdown();
  }

  static int one() {
    return 1;
  }

  @Test
  void aSystemCanBeStartedAgainAfterItsEnd() {
    for (int i = 0; i < 2; i++) {
      Ray.init(OneNode.config());
      assertThat(Ray.isInitialized()).isTrue();
      assertThat(Ray.task(ShutdownTest::one).remote().get()).isEqualTo(1);
      Ray.shutdown();
      Ray.shutdown();
      assertThat(Ray.isInitialized()).isFalse();
      assertThatThrownBy(() -> Ray.task(ShutdownTest::one).remote())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Ray.init()");
    }
  }

  @Test
  void aReferenceThatOutlivesItsSystemSaysSo() {
    Ray.init(OneNode.config());
    ObjectRef<Integer> ref = Ray.task(ShutdownTest::one).remote();
    Ray.shutdown();

    assertThatThrownBy(ref::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shut down");
  }
}
