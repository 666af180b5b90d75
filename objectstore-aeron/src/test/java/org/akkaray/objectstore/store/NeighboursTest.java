package org.akkaray.objectstore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.NeighbourObjects;
import org.akkaray.runtime.object.ObjectPin;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.StoredObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node sees of the host's other nodes, through the port alone. */
class NeighboursTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path parent;
  private ObjectStore here;

  @BeforeEach
  void open() {
    here = TestStores.open(parent, "here", 1 << 20, 1000);
  }

  @AfterEach
  void close() {
    here.close();
  }

  @Test
  void aNodesObjectsAreReadWhereTheyLie() {
    try (ObjectStore there = TestStores.open(parent, "there", 1 << 20, 1000)) {
      ObjectId id = ObjectId.fromRandom();
      there.put(id, MemorySegment.ofArray(new long[] {42}), 7);
      NeighbourObjects neighbour = here.neighbour("there");

      assertThat(neighbour.get(id).get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
      assertThat(neighbour.find(id))
          .extracting(StoredObject::size, StoredObject::form, StoredObject::state)
          .containsExactly(8L, 7, StoredObject.State.SEALED);
      try (ObjectPin pin = neighbour.pin(id)) {
        assertThat(pin.form()).isEqualTo(7);
      }
      assertThat(neighbour.get(ObjectId.fromRandom())).isNull();
      assertThat(neighbour.find(ObjectId.fromRandom())).isNull();
      assertThat(here.neighbour("there")).isSameAs(neighbour);
      assertThat(here.neighbour("nobody")).isNull();
      assertThat(here.contains(id)).isFalse();
    }
  }

  @Test
  void aViewIsAPinForAsLongAsItCanBeReached() {
    try (ObjectStore there = TestStores.open(parent, "there", 1 << 20, 1000)) {
      ObjectId id = ObjectId.fromRandom();
      there.put(id, MemorySegment.ofArray(new long[] {42}));
      NeighbourObjects neighbour = here.neighbour("there");
      MemorySegment view = neighbour.get(id).asSlice(0, 8);
      there.delete(id);
      System.gc();

      assertThat(neighbour.get(id)).as("it is deleted, but viewed").isNotNull();
      assertThat(there.stats().used()).isEqualTo(64);
      assertThat(view.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);

      view = null;
      await()
          .atMost(LONG)
          .until(() -> {
            System.gc();
            neighbour.get(ObjectId.fromRandom());
            return there.stats().used() == 0;
          });
      assertThat(neighbour.get(id)).isNull();
    }
  }

  @Test
  void viewsThrowOnceTheStoreIsClosedThatTheyCameFrom() {
    try (ObjectStore there = TestStores.open(parent, "there", 1 << 20, 1000)) {
      ObjectId id = ObjectId.fromRandom();
      there.put(id, MemorySegment.ofArray(new long[] {42}));
      MemorySegment view = here.neighbour("there").get(id);
      here.close();

      assertThatThrownBy(() -> view.get(ValueLayout.JAVA_LONG, 0))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> here.neighbour("there")).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aKilledNeighbourIsForgottenButWhatIsViewedStays() throws Exception {
    ObjectId id = ObjectId.fromRandom();
    try (StoreProcess there = StoreProcess.owning(parent, id)) {
      there.line();
      NeighbourObjects neighbour = here.neighbour("dead");
      assertThat(neighbour.isAlive()).isTrue();
      MemorySegment view = neighbour.get(id);
      assertThat(view.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
      there.kill();

      assertThat(neighbour.isAlive()).isFalse();
      TestStores.open(parent, "next", 1 << 20, 100).close();
      assertThat(parent.resolve("dead")).as("the next node sweeps").doesNotExist();
      assertThat(view.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
      assertThat(neighbour.get(id)).as("sealed objects outlive their node").isNotNull();

      view = null;
      await()
          .atMost(LONG)
          .until(() -> {
            System.gc();
            return here.neighbour("dead") == null;
          });
      assertThatThrownBy(() -> neighbour.get(id)).isInstanceOf(IllegalStateException.class);
    }
  }
}
