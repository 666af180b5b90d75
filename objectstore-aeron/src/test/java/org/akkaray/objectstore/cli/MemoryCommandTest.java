package org.akkaray.objectstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.akkaray.cli.RayCommand;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.spill.SpillFiles;
import org.akkaray.objectstore.store.NeighbourStore;
import org.akkaray.objectstore.store.PinnedObject;
import org.akkaray.objectstore.store.SharedMemoryObjectStore;
import org.akkaray.objectstore.store.SharedMemoryObjectStores;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ObjectStoreProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import program.Program;

class MemoryCommandTest {
  @TempDir Path folder;

  private String ray(String... arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter writer = new PrintWriter(printed, true);
    assertThat(RayCommand.execute(writer, writer, arguments)).isZero();
    return printed.toString();
  }

  @Test
  void listsTheObjectsOfLivingNodesWithTheirPinsAndWhereTheyAre() throws Exception {
    ObjectId small = ObjectId.of(1, 2, 3);
    ObjectId pinned = ObjectId.of(1, 2, 4);
    ObjectId onDisk = ObjectId.of(1, 2, 5);
    try (SharedMemoryObjectStore store =
        SharedMemoryObjectStores.open(
            folder,
            "here",
            1 << 20,
            100,
            new SpillFiles(folder.resolve("disk"), "here", 1 << 30))) {
      store.put(small, MemorySegment.ofArray(new byte[5000]));
      store.pin(small);
      store.put(onDisk, MemorySegment.ofArray(new byte[300_000]));
      store.put(pinned, MemorySegment.ofArray(new byte[800_000])); // drives onDisk out
      store.create(ObjectId.of(1, 2, 6), 200_000);
      try (NeighbourStore neighbour = NeighbourStore.open(store.folder());
          PinnedObject pin = neighbour.pin(pinned)) {
        String printed = ray("memory", "--folder", folder.toString());

        long pid = ProcessHandle.current().pid();
        assertThat(printed)
            .contains(
                "node here at this machine, process "
                    + pid
                    + ": 4 objects, 1,005,000 of 1,048,576 bytes")
            .contains("300,000 on disk")
            .containsPattern(pinned + " +800,000 +sealed +- +1 +" + pid + " +primary +-")
            .containsPattern(small + " +5,000 +sealed +- +1 +- +primary +-")
            .containsPattern(onDisk + " +300,000 +spilled +yes +0 +-")
            .containsPattern("200,000 +created +- +1");
        assertThat(ray("memory", "--folder", folder.toString(), "--limit", "1"))
            .contains(pinned.toString(), "and 3 smaller ones")
            .doesNotContain(small.toString());
        pin.close();
      }
    }
    assertThat(ray("memory", "--folder", folder.toString())).contains("No node lives");
  }

  @Test
  void saysWhichOtherNodesHaveAnObjectToo() {
    ObjectId everywhere = ObjectId.of(1, 2, 3);
    ObjectId here = ObjectId.of(1, 2, 4);
    SpillFiles noDisk = new SpillFiles(folder.resolve("disk"), "none", 0);
    try (SharedMemoryObjectStore a =
            SharedMemoryObjectStores.open(folder, "a", 1 << 16, 100, noDisk);
        SharedMemoryObjectStore b =
            SharedMemoryObjectStores.open(folder, "b", 1 << 16, 100, noDisk)) {
      a.put(everywhere, MemorySegment.ofArray(new byte[100]));
      a.put(here, MemorySegment.ofArray(new byte[100]));
      b.createCopy(everywhere, 100, 0);
      b.seal(everywhere);

      assertThat(ray("memory", "--folder", folder.toString()))
          .containsPattern(everywhere + ".* primary +b +")
          .containsPattern(everywhere + ".* second +a +")
          .containsPattern(here + ".* primary +- +");
    }
  }

  @Test
  void saysWhichLineOfAProgramCreatedAnObjectIfTheNodeNotesThat() {
    ObjectId id = ObjectId.of(1, 2, 3);
    for (boolean noted : new boolean[] {true, false}) {
      try (ObjectStore store =
          new SharedMemoryObjectStores()
              .open(
                  new ObjectStoreProvider.Settings(
                      "here",
                      1 << 20,
                      folder.toString(),
                      folder.resolve("disk").toString(),
                      0,
                      0.8,
                      noted))) {
        Program.put(store, id);

        assertThat(ray("memory", "--folder", folder.toString()))
            .containsPattern(
                id + ".* s  " + (noted ? "program.Program.put\\(Program.java:\\d+\\)" : "-"));
      }
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    StringWriter printed = new StringWriter();
    PrintWriter writer = new PrintWriter(printed, true);
    assertThat(RayCommand.execute(writer, writer, "memory", "--limit", "-1")).isEqualTo(2);
    assertThat(printed.toString()).contains("--limit");
    assertThat(
            RayCommand.execute(
                writer, writer, "memory", "--folder", "x", "--address", "127.0.0.1:1"))
        .isEqualTo(2);
    assertThat(RayCommand.execute(writer, writer, "memory", "--address", "127.0.0.1:1"))
        .isEqualTo(1);
    assertThat(printed.toString()).contains("--folder is for", "127.0.0.1:1");
  }
}
