package org.akkaray.runtime.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtimecontext.ActorState;
import org.junit.jupiter.api.Test;

class InMemoryControlStoreTest {
  private static final UniqueId NODE = UniqueId.randomId();
  private static final JobId JOB = JobId.fromInt(1);

  private final InMemoryControlStore store = new InMemoryControlStore();

  private static ActorRecord actor(int number, String name) {
    return new ActorRecord(
        ActorId.forCreation(TaskId.of(7, number)),
        JOB,
        "Counter",
        name,
        "space",
        false,
        ActorState.PENDING_CREATION,
        0,
        NODE);
  }

  @Test
  void jobsAreNumbered() {
    assertThat(List.of(store.nextJob(), store.nextJob()))
        .containsExactly(JobId.fromInt(1), JobId.fromInt(2));
  }

  @Test
  void aNodeIsReplacedAndRemovedByItsId() {
    NodeRecord node = new NodeRecord(NODE, "n", "127.0.0.1", 1, true, Map.of("CPU", 2.0), Map.of());
    NodeRecord gone = new NodeRecord(NODE, "n", "127.0.0.1", 1, false, Map.of(), Map.of());
    store.putNode(node);
    store.putNode(gone);
    assertThat(store.nodes()).containsExactly(gone);

    store.removeNode(NODE);
    assertThat(store.nodes()).isEmpty();
  }

  @Test
  void aNameBelongsToTheFirstAsLongAsItLives() {
    ActorRecord first = actor(1, "name");
    ActorRecord second = actor(2, "name");
    assertThat(store.addActorIfAbsent(first)).isEmpty();
    assertThat(store.addActorIfAbsent(second)).contains(first);
    assertThat(store.actor(second.id())).isEmpty();

    store.updateActor(first.id(), ActorState.ALIVE, 0);
    assertThat(store.actorNamed("space", "name").orElseThrow().state()).isEqualTo(ActorState.ALIVE);
    assertThat(store.actorNamed("elsewhere", "name")).isEmpty();
    store.updateActor(first.id(), ActorState.DEAD, 2);

    assertThat(store.actorNamed("space", "name")).isEmpty();
    assertThat(store.actor(first.id()).orElseThrow().restarts()).isEqualTo(2);
    assertThat(store.addActorIfAbsent(second)).isEmpty();
  }

  @Test
  void aDeadActorStaysDeadAndDoesNotTakeTheNameOfItsSuccessor() {
    ActorRecord first = actor(1, "name");
    ActorRecord second = actor(2, "name");
    store.addActorIfAbsent(first);
    store.updateActor(first.id(), ActorState.DEAD, 0);
    store.addActorIfAbsent(second);

    store.updateActor(first.id(), ActorState.ALIVE, 1);
    store.updateActor(first.id(), ActorState.DEAD, 1);

    assertThat(store.actor(first.id()).orElseThrow().state()).isEqualTo(ActorState.DEAD);
    assertThat(store.actorNamed("space", "name").orElseThrow().id()).isEqualTo(second.id());
  }

  @Test
  void unknownActorsAreIgnored() {
    store.updateActor(actor(1, null).id(), ActorState.ALIVE, 0);

    assertThat(store.actors()).isEmpty();
  }

  @Test
  void ofTheDeadOnlyTheLastAreRemembered() {
    int more = 10;
    for (int i = 0; i < InMemoryControlStore.DEAD_KEPT + more; i++) {
      ActorRecord actor = actor(i, null);
      store.addActorIfAbsent(actor);
      store.updateActor(actor.id(), ActorState.DEAD, 0);
    }
    ActorRecord living = actor(-1, null);
    store.addActorIfAbsent(living);

    assertThat(store.actors()).hasSize(InMemoryControlStore.DEAD_KEPT + 1).contains(living);
    assertThat(store.actor(actor(0, null).id())).isEmpty();
    assertThat(store.actor(actor(more, null).id())).isPresent();
  }

  @Test
  void ofManyWhoWantANameOneGetsIt() throws Exception {
    for (int round = 0; round < 200; round++) {
      String name = "contended " + round;
      ConcurrentLinkedQueue<ActorId> winners = new ConcurrentLinkedQueue<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ActorRecord actor = actor(round * 10 + i, name);
        threads.add(
            Thread.startVirtualThread(() -> {
              if (store.addActorIfAbsent(actor).isEmpty()) {
                winners.add(actor.id());
              }
            }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(winners).containsExactly(store.actorNamed("space", name).orElseThrow().id());
    }
  }
}
