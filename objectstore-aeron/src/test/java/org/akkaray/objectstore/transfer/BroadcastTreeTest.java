package org.akkaray.objectstore.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.akkaray.id.ObjectId;
import org.junit.jupiter.api.Test;

final class BroadcastTreeTest {
  private final BroadcastTree tree = new BroadcastTree(2);
  private final ObjectId id = ObjectId.fromRandom();

  @Test
  void theFirstReceiversAreServedAndTheNextAreSentOnToThemInTurn() {
    assertThat(tree.redirect(id, "a")).isNull();
    tree.started(id, "a");
    assertThat(tree.redirect(id, "b")).isNull();
    tree.started(id, "b");
    assertThat(tree.redirect(id, "c")).isEqualTo("a");
    assertThat(tree.redirect(id, "d")).isEqualTo("b");
    assertThat(tree.redirect(ObjectId.fromRandom(), "c")).isNull();
  }

  @Test
  void aReceiverThatHasTheWholeObjectIsPreferredToOneUnderWay() {
    tree.started(id, "a");
    tree.ended(id, "a", true);
    tree.started(id, "b");
    tree.started(id, "c");
    assertThat(tree.redirect(id, "d")).isEqualTo("a");
    assertThat(tree.redirect(id, "a")).isNotEqualTo("a");
  }

  @Test
  void oneThatGaveUpMakesRoomAndIsNotOffered() {
    tree.started(id, "a");
    tree.started(id, "b");
    tree.ended(id, "a", false);
    assertThat(tree.redirect(id, "c")).isNull();
    tree.started(id, "c");
    assertThat(tree.redirect(id, "d")).isEqualTo("b");
  }
}
