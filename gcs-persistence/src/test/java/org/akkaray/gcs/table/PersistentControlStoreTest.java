package org.akkaray.gcs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtime.gcs.ControlStore;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtimecontext.ActorState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistentControlStoreTest {
  @TempDir Path folder;
  private TestStore store;

  @BeforeEach
  void open() {
    store = TestStore.open(DatabaseSettings.h2(folder, 4));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ControlStore restarted() {
    store.close();
    open();
    return store.store();
  }

  @Test
  void jobsHaveNumbersOfTheirOwnAlsoAfterARestart() throws Exception {
    ControlStore jobs = store.store();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<JobId>> takers =
          IntStream.range(0, 10).<Callable<JobId>>mapToObj(i -> jobs::nextJob).toList();
      Set<Integer> taken =
          threads.invokeAll(takers).stream()
              .map(each -> each.resultNow().value())
              .collect(Collectors.toSet());
      assertThat(taken).hasSize(10);
      assertThat(restarted().nextJob().value())
          .isGreaterThan(taken.stream().max(Integer::compare).orElseThrow());
    }
  }

  @Test
  void aNamedActorIsFoundAfterARestart() {
    ActorRecord counter = actor("counter");
    assertThat(store.store().addActorIfAbsent(counter)).isEmpty();
    store.store().updateActor(counter.id(), ActorState.ALIVE, 2);
    ControlStore again = restarted();
    assertThat(again.actorNamed("space", "counter")).contains(counter.with(ActorState.ALIVE, 2));
    assertThat(again.actorNamed("other", "counter")).isEmpty();
    assertThat(again.actors()).containsExactly(counter.with(ActorState.ALIVE, 2));
  }

  @Test
  void aNameThatALivingActorHasIsNotGivenAgain() {
    ActorRecord first = actor("one");
    ActorRecord second = actor("one");
    assertThat(store.store().addActorIfAbsent(first)).isEmpty();
    assertThat(store.store().addActorIfAbsent(second)).contains(first);
    assertThat(store.store().actor(second.id())).isEmpty();
    assertThat(store.store().actors()).containsExactly(first);
  }

  @Test
  void aDeadActorGivesItsNameBackAndStaysDead() {
    ActorRecord first = actor("two");
    ActorRecord second = actor("two");
    store.store().addActorIfAbsent(first);
    store.store().updateActor(first.id(), ActorState.DEAD, 0);
    assertThat(store.store().actorNamed("space", "two")).isEmpty();
    assertThat(store.store().addActorIfAbsent(second)).isEmpty();
    store.store().updateActor(first.id(), ActorState.ALIVE, 5);
    store.store().updateActor(first.id(), ActorState.DEAD, 5);
    assertThat(store.store().actor(first.id())).map(ActorRecord::state).contains(ActorState.DEAD);
    assertThat(store.store().actorNamed("space", "two")).contains(second);
  }

  @Test
  void ofManyWhoWantANameOneGetsIt() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> takers =
          IntStream.range(0, 8)
              .<Callable<Boolean>>mapToObj(
                  i -> () -> store.store().addActorIfAbsent(actor("wanted")).isEmpty())
              .toList();
      assertThat(threads.invokeAll(takers).stream().filter(each -> each.resultNow())).hasSize(1);
    }
  }

  @Test
  void nodesComeAndGo() {
    NodeRecord node =
        new NodeRecord(
            UniqueId.of(1, 2),
            "n1",
            "127.0.0.1",
            25520,
            true,
            Map.of("CPU", 2.0),
            Map.of("a", "b"));
    store.store().putNode(node);
    assertThat(restarted().nodes()).containsExactly(node);
    store.store().removeNode(node.id());
    assertThat(store.store().nodes()).isEmpty();
  }

  @Test
  void anUnknownActorIsIgnored() {
    store.store().updateActor(ActorId.fromRandom(), ActorState.DEAD, 1);
    assertThat(store.store().actors()).isEmpty();
  }

  private static ActorRecord actor(String name) {
    return new ActorRecord(
        ActorId.fromRandom(),
        JobId.fromInt(1),
        "org.example.Counter",
        name,
        "space",
        true,
        ActorState.PENDING_CREATION,
        0,
        UniqueId.of(1, 2));
  }
}
