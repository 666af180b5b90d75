package org.akkaray.objectstore.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.akkaray.id.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessesTest {
  @TempDir Path parent;

  @Test
  void pinsOfAKilledProcessAreDropped() throws Exception {
    ObjectId id = ObjectId.fromRandom();
    try (SharedMemoryObjectStore owner = TestStores.open(parent, "owner", 1 << 20, 100)) {
      owner.put(id, MemorySegment.ofArray(new long[] {42, 43}));
      try (StoreProcess reader = StoreProcess.pinning(owner.folder(), id)) {
        assertThat(reader.line()).isEqualTo("42");
        owner.delete(id);
        assertThat(owner.stats().used()).isEqualTo(64);
        reader.kill();
      }
      assertThat(owner.stats().used()).isZero();
      ObjectId next = ObjectId.fromRandom();
      assertThat(owner.create(next, 1 << 20).byteSize()).isEqualTo(1 << 20);
      try (Stream<Path> files = Files.list(owner.folder())) {
        assertThat(files.filter(file -> file.toString().contains(".pins"))).isEmpty();
      }
    }
  }

  @Test
  void whatAKilledOwnerSealedStaysReadableAndIsSweptByTheNextNode() throws Exception {
    ObjectId id = ObjectId.fromRandom();
    try (StoreProcess owner = StoreProcess.owning(parent, id)) {
      assertThat(owner.line()).isEqualTo("1");
      try (NeighbourStore reader = NeighbourStore.open(parent.resolve("dead"));
          PinnedObject pin = reader.pin(id)) {
        owner.kill();
        assertThat(pin.bytes().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);

        TestStores.open(parent, "next", 1 << 20, 100).close();

        assertThat(parent.resolve("dead")).doesNotExist();
        assertThat(pin.bytes().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
      }
    }
    assertThat(leftBehind()).isEmpty();
  }

  private java.util.List<String> leftBehind() throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("door"))
          .toList();
    }
  }
}
