package org.akkaray.objectstore.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.akkaray.runtime.object.Holder;
import org.junit.jupiter.api.Test;

final class HolderChoiceTest {
  private final HolderChoice choice = new HolderChoice();

  private String best() {
    Holder holder = choice.best();
    return holder == null ? "none" : holder.endpoint();
  }

  @Test
  void theSameHostGoesFirstThenTheLeastLoaded() {
    choice.add(
        List.of(
            new Holder("busy", false, 9),
            new Holder("idle", false, 1),
            new Holder("near", true, 50)));
    assertThat(best()).isEqualTo("near");
    choice.hopeless("near", "gone");
    assertThat(best()).isEqualTo("idle");
    choice.hopeless("idle", "gone");
    assertThat(best()).isEqualTo("busy");
  }

  @Test
  void oneThatFailedIsAskedOnceMoreAfterTheOthers() {
    choice.add(List.of(new Holder("a", true, 0), new Holder("b", false, 0)));
    choice.failed("a", "broken");
    assertThat(best()).isEqualTo("b");
    choice.failed("b", "broken");
    assertThat(best()).isEqualTo("a");
    choice.failed("a", "broken");
    choice.failed("b", "broken");
    assertThat(best()).isEqualTo("none");
    assertThat(choice.reasons()).contains("a: broken", "b: broken");
  }

  @Test
  void aBusyHolderMaySendUsOnOnceToANodeAndHasToServeIfThatIsNoHelp() {
    choice.add(List.of(new Holder("root", true, 0)));
    assertThat(choice.mustServe("root")).isFalse();
    assertThat(choice.redirected("root", "leaf")).isTrue();
    assertThat(best()).isEqualTo("leaf");
    choice.hopeless("leaf", "does not have it");
    assertThat(best()).isEqualTo("root");
    assertThat(choice.mustServe("root")).isTrue();
    assertThat(choice.redirected("root", "leaf")).isFalse();
  }
}
