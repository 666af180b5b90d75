package org.akkaray.objectstore.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.StoredObject;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Sealing, reading, pinning and deleting are one after the other, however they overlap. Each
 * instance has two objects of its own in a store that is so small that freed memory is used again
 * at once, so a reader without its pin would see another object's number.
 */
@Param(name = "object", gen = IntGen.class, conf = "0:1")
public class StoreLinearizabilityTest {
  private static SharedMemoryObjectStore store;
  private static Path folder;

  private final ObjectId[] ids = {ObjectId.fromRandom(), ObjectId.fromRandom()};
  private long number;

  @BeforeAll
  static void open() throws IOException {
    folder = Files.createTempDirectory("linearizable");
    store = TestStores.open(folder, "node", 1 << 20, 10_000);
  }

  @AfterAll
  static void close() throws IOException {
    store.close();
    Files.deleteIfExists(folder.resolve("door"));
    Files.deleteIfExists(folder.resolve("spill"));
    Files.delete(folder);
  }

  /** One thread creates, as there is one creator of an object: others may not see it half done. */
  @Operation(nonParallelGroup = "creator")
  public boolean put(@Param(name = "object") int object) {
    number++;
    try {
      store.put(ids[object], MemorySegment.ofArray(new long[] {number, -number}));
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @Operation(nonParallelGroup = "creator")
  public boolean createAndSeal(@Param(name = "object") int object) {
    number++;
    try {
      MemorySegment room = store.create(ids[object], 16);
      room.set(ValueLayout.JAVA_LONG, 0, number);
      room.set(ValueLayout.JAVA_LONG, 8, -number);
      store.seal(ids[object]);
      return true;
    } catch (NoSuchElementException e) {
      return true; // deleted before it was sealed: as if it had been deleted after that
    } catch (IllegalStateException e) {
      return !e.getMessage().contains("already");
    }
  }

  @Operation
  public void delete(@Param(name = "object") int object) {
    store.delete(ids[object]);
  }

  @Operation
  public long read(@Param(name = "object") int object) {
    try {
      return store.read(ids[object], StoreLinearizabilityTest::numberIn);
    } catch (NoSuchElementException e) {
      return 0;
    }
  }

  @Operation
  public boolean isSealed(@Param(name = "object") int object) {
    StoredObject found = store.find(ids[object]);
    return found != null && found.state() == StoredObject.State.SEALED;
  }

  /** Pins an object and reads it twice: what is read must stay, whoever deletes it meanwhile. */
  @Operation
  public long readThroughPin(@Param(name = "object") int object) {
    try (PinnedObject pin = store.pin(ids[object])) {
      long first = numberIn(pin.bytes());
      store.stats();
      long second = numberIn(pin.bytes());
      return first == second ? first : Long.MIN_VALUE;
    } catch (NoSuchElementException e) {
      return 0;
    }
  }

  private static long numberIn(MemorySegment bytes) {
    long number = bytes.get(ValueLayout.JAVA_LONG, 0);
    return bytes.get(ValueLayout.JAVA_LONG, 8) == -number ? number : Long.MAX_VALUE;
  }

  @Test
  void sealingReadingPinningAndDeletingAreLinearizable() {
    new StressOptions()
        .iterations(8)
        .invocationsPerIteration(100)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(2)
        .check(StoreLinearizabilityTest.class);
  }
}
