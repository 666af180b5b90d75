package org.akkaray.objectstore.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.akkaray.objectstore.arena.ArenaFile;
import org.akkaray.runtime.object.StoreReport;
import org.akkaray.runtime.object.StoredObject;

/** Looks into a node's store from outside of its process, while it goes on. */
public final class StoreInspection {
  private StoreInspection() {}

  /**
   * What lies in the store in a node's folder.
   *
   * @param limit how many objects to show at most, the largest ones
   * @throws IOException if there is none, or one of another version
   */
  public static StoreReport of(Path folder, int limit) throws IOException {
    List<PinFile> pins = new ArrayList<>();
    try (ArenaFile file = ArenaFile.openToRead(folder.resolve(SharedMemoryObjectStore.ARENA))) {
      openPins(folder, pins);
      ObjectIndex index = new ObjectIndex(file.memory(), file.layout());
      List<String> sites = CreationSites.of(folder);
      List<StoreReport.Held> held = new ArrayList<>();
      for (int slot = 0; slot < index.slots() && index.stateWord(slot) != 0; slot++) {
        StoredObject object = index.stored(slot);
        if (object != null) {
          int site = index.site(slot);
          held.add(
              new StoreReport.Held(
                  object,
                  index.isOnDisk(slot),
                  pinnedBy(pins, slot, index.generation(slot)),
                  site > 0 && site <= sites.size() ? sites.get(site - 1) : ""));
        }
      }
      return StoreReport.of(file.pid(), file.layout().dataSize(), held, limit);
    } finally {
      for (PinFile pin : pins) {
        pin.close();
      }
    }
  }

  private static List<Long> pinnedBy(List<PinFile> pins, int slot, int generation) {
    return pins.isEmpty()
        ? List.of()
        : pins.stream()
            .filter(pin -> pin.contains(slot, generation))
            .map(PinFile::pid)
            .distinct()
            .toList();
  }

  private static void openPins(Path folder, List<PinFile> into) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(PinFile.SUFFIX)).toList()) {
        PinFile pins = PinFile.openToRead(file);
        into.add(pins);
        if (!pins.isAlive()) {
          into.remove(pins);
          pins.close();
        }
      }
    }
  }
}
