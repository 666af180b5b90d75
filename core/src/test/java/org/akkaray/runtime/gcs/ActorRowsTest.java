package org.akkaray.runtime.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Set;
import org.akkaray.runtime.wire.ActorRow;
import org.akkaray.runtime.wire.CreateActor;
import org.akkaray.runtime.wire.NodeKey;
import org.akkaray.runtimecontext.ActorState;
import org.junit.jupiter.api.Test;

class ActorRowsTest {
  private static final NodeKey DRIVER = node(1);
  private static final NodeKey DEAD = node(2);
  private static final NodeKey ALIVE = node(3);

  private final ActorRows rows = new ActorRows();

  private static NodeKey node(long number) {
    return NodeKey.newBuilder().setHigh(number).setLow(number).build();
  }

  private static ActorRow.Builder row(int number, NodeKey on) {
    return ActorRow.newBuilder()
        .setActor(ByteString.copyFromUtf8("actor" + number))
        .setDriver(DRIVER)
        .setNode(on)
        .setState(ActorState.ALIVE.getValue())
        .setMaxRestarts(1)
        .setCreation(CreateActor.newBuilder());
  }

  @Test
  void anActorOfANodeThatDiedIsCreatedAgainWithTheNextEpoch() {
    rows.update(row(1, DEAD).build());
    rows.nodeGone(DEAD);
    assertThat(rows.homeless())
        .singleElement()
        .satisfies(again -> {
          assertThat(again.getEpoch()).isEqualTo(1);
          assertThat(again.getCreation().getEpoch()).isEqualTo(1);
          assertThat(again.hasNode()).isFalse();
        });
  }

  @Test
  void anActorWithoutRestartsDiesWithItsNode() {
    rows.update(row(1, DEAD).setMaxRestarts(0).build());
    rows.nodeGone(DEAD);
    assertThat(rows.homeless()).isEmpty();
    assertThat(rows.takeNews())
        .singleElement()
        .satisfies(news -> assertThat(news.getState()).isEqualTo(ActorState.DEAD.getValue()));
  }

  @Test
  void aNewKeeperFindsOutWhichNodesDiedBeforeItBegan() {
    rows.update(row(1, DEAD).build());
    rows.update(row(2, ALIVE).build());
    rows.onlyTheseLive(Set.of(DRIVER, ALIVE));
    assertThat(rows.homeless())
        .extracting(ActorRow::getActor)
        .containsExactly(ByteString.copyFromUtf8("actor1"));
  }

  @Test
  void whatIsSaidLateOfADeadNodesActorHasItCreatedAgain() {
    rows.nodeGone(DEAD);
    rows.update(row(1, DEAD).build());
    assertThat(rows.homeless()).hasSize(1);
  }

  @Test
  void actorsOfADeadDriversJobDoNotComeBack() {
    rows.update(row(1, DEAD).build());
    rows.update(row(2, DEAD).setDetached(true).build());
    rows.onlyTheseLive(Set.of(ALIVE));
    assertThat(rows.homeless())
        .extracting(ActorRow::getActor)
        .containsExactly(ByteString.copyFromUtf8("actor2"));
  }

  @Test
  void anActorOfAnEarlierLifeOfTheClusterIsCreatedAgainWithoutOneOfItsRestarts() {
    rows.revive(row(1, DEAD).setMaxRestarts(0).setDetached(true).setName("it").build());
    assertThat(rows.homeless())
        .singleElement()
        .satisfies(again -> {
          assertThat(again.getEpoch()).isEqualTo(1);
          assertThat(again.getMaxRestarts()).isEqualTo(1);
          assertThat(again.hasNode()).isFalse();
        });
    rows.onlyTheseLive(Set.of(ALIVE));
    assertThat(rows.homeless()).hasSize(1);
  }

  @Test
  void whatTheStoreSaysIsOlderThanWhatANodeHasSaid() {
    rows.update(row(1, ALIVE).setEpoch(2).build());
    rows.restore(row(1, DEAD).setEpoch(1).build());
    rows.restore(row(2, DEAD).build());
    rows.onlyTheseLive(Set.of(ALIVE, DRIVER));
    assertThat(rows.homeless())
        .singleElement()
        .satisfies(
            lost -> assertThat(lost.getActor()).isEqualTo(ByteString.copyFromUtf8("actor2")));
  }

  @Test
  void changesAreToldOnce() {
    rows.update(row(1, DEAD).setMaxRestarts(0).build());
    rows.nodeGone(DEAD);
    assertThat(rows.takeChanged())
        .hasEntrySatisfying(
            ByteString.copyFromUtf8("actor1"),
            row -> assertThat(row.getState()).isEqualTo(ActorState.DEAD.getValue()));
    assertThat(rows.takeChanged()).isEmpty();
  }
}
