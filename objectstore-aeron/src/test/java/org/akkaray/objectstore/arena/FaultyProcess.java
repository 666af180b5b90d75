package org.akkaray.objectstore.arena;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.spill.SpillFiles;
import org.akkaray.objectstore.store.SharedMemoryObjectStore;
import org.akkaray.objectstore.store.SharedMemoryObjectStores;

/** A process of {@link ArenaFaultsTest}, which prints what it met, a line each. */
final class FaultyProcess {
  private static final int MB = 1 << 20;

  private FaultyProcess() {}

  static List<String> command(String what, Path folder) {
    List<String> command = ArenaFaultsTest.jvm();
    command.addAll(List.of(FaultyProcess.class.getName(), what, folder.toString()));
    return command;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    if (arguments[0].equals("full")) {
      fullMemory(folder);
    } else {
      withoutDescriptors(folder);
    }
  }

  private static SharedMemoryObjectStore open(Path parent, String node, int megabytes) {
    SpillFiles disk = new SpillFiles(parent.resolve("spill"), node, 0);
    return SharedMemoryObjectStores.open(parent, node, (long) megabytes * MB, 100, disk);
  }

  private static long putAndRead(SharedMemoryObjectStore store) {
    ObjectId id = ObjectId.fromRandom();
    store.put(id, MemorySegment.ofArray(new long[] {42}));
    return store.read(id, bytes -> bytes.get(ValueLayout.JAVA_LONG, 0));
  }

  private static void fullMemory(Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try {
      // What a store meets when others fill the tmpfs between its look at the free space and this.
      NativeMemory.reserve(file, 32 * MB);
    } catch (IOException e) {
      System.out.println("> reserve: " + e.getMessage());
    }
    Files.delete(file);
    try {
      open(folder, "large", 32).close();
    } catch (IllegalStateException e) {
      System.out.println(
          "> open: " + (e.getMessage().contains("does not fit") ? "does not fit" : e));
    }
    System.out.println("> left: " + left(folder));
    try (SharedMemoryObjectStore store = open(folder, "small", 10)) {
      store.create(ObjectId.fromRandom(), 9 * MB).fill((byte) 1);
      System.out.println("> smaller: " + putAndRead(store));
      try {
        open(folder, "second", 10).close();
      } catch (IllegalStateException e) {
        System.out.println(
            "> second: " + (e.getMessage().contains("does not fit") ? "does not fit" : e));
      }
      System.out.println("> first: " + putAndRead(store));
    }
  }

  private static void withoutDescriptors(Path folder) throws IOException {
    open(folder, "first", 1).close(); // loads what it needs from the class path
    SharedMemoryObjectStore store = open(folder, "other", 1);
    putAndRead(store);
    List<InputStream> all = new ArrayList<>();
    try {
      while (true) {
        all.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) { // no more
      try {
        open(folder, "node", 1).close();
        System.out.println("> open: opened");
      } catch (IllegalStateException failure) {
        System.out.println("> open: " + reason(failure));
      }
      for (int i = 0; i < 3; i++) {
        all.removeLast().close();
        try {
          open(folder, "node", 1).close();
        } catch (IllegalStateException failure) {
          if (i == 0) {
            System.out.println("> open with a few: refused");
          }
        }
      }
      System.out.println("> a store goes on without: " + putAndRead(store));
    }
    for (InputStream one : all) {
      one.close();
    }
    try (SharedMemoryObjectStore later = open(folder, "node", 1)) {
      System.out.println("> later: " + putAndRead(later));
    }
    store.close();
    System.out.println("> left: " + left(folder));
  }

  private static String reason(Throwable failure) {
    String text = failure.getMessage() + " " + failure.getCause();
    return text.contains("Too many open files") ? "too many open files" : text;
  }

  private static String left(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("spill"))
          .sorted()
          .collect(Collectors.joining(" "));
    }
  }
}
