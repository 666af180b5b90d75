package org.akkaray.objectstore.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.akkaray.objectstore.arena.ArenaFile;
import org.akkaray.runtime.object.StoredObject;

/**
 * What lies in a node's store, read from outside of its process while it goes on.
 *
 * @param pid the node's process
 * @param capacity bytes that it has for objects
 * @param objects all of them, in no order
 */
public record StoreInspection(long pid, long capacity, List<Held> objects) {
  /**
   * An object and who holds it.
   *
   * @param pinnedBy the other processes that have pinned it
   * @param createdAt the line of the program that created it; empty if the node does not note that
   */
  public record Held(StoredObject object, List<Long> pinnedBy, String createdAt) {}

  /**
   * Looks into the store in a node's folder.
   *
   * @throws IOException if there is none, or one of another version
   */
  public static StoreInspection of(Path folder) throws IOException {
    List<PinFile> pins = new ArrayList<>();
    try (ArenaFile file = ArenaFile.openToRead(folder.resolve(SharedMemoryObjectStore.ARENA))) {
      openPins(folder, pins);
      ObjectIndex index = new ObjectIndex(file.memory(), file.layout());
      List<String> sites = CreationSites.of(folder);
      List<Held> held = new ArrayList<>();
      for (int slot = 0; slot < index.slots() && index.stateWord(slot) != 0; slot++) {
        StoredObject object = index.stored(slot);
        if (object != null) {
          int generation = index.generation(slot);
          int at = slot;
          int site = index.site(slot);
          held.add(
              new Held(
                  object,
                  pins.stream()
                      .filter(pin -> pin.contains(at, generation))
                      .map(PinFile::pid)
                      .distinct()
                      .toList(),
                  site > 0 && site <= sites.size() ? sites.get(site - 1) : ""));
        }
      }
      return new StoreInspection(file.pid(), file.layout().dataSize(), held);
    } finally {
      for (PinFile pin : pins) {
        pin.close();
      }
    }
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
