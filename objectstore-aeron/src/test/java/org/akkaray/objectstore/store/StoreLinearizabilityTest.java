package org.akkaray.objectstore.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
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
 * instance has two objects of its own in a small store, where freed memory is used again soon, so a
 * reader without its pin would see another object's bytes.
 */
@Param(name = "object", gen = IntGen.class, conf = "0:1")
public class StoreLinearizabilityTest {
  private static SharedMemoryObjectStore store;
  private static Path folder;

  private static final int LONGS = 8192;
  private static final int INSTANCES_KEPT = 100;
  private static final ArrayDeque<ObjectId> EARLIER = new ArrayDeque<>();

  private final ObjectId[] ids = {ObjectId.fromRandom(), ObjectId.fromRandom()};

  /** Tells the bytes of this instance's objects from those that lay there before. */
  private final long own = ids[0].high();

  private long number;

  /** The two objects, and room for them. */
  public StoreLinearizabilityTest() {
    synchronized (EARLIER) {
      for (ObjectId id : ids) {
        EARLIER.add(id);
        if (store != null && EARLIER.size() > INSTANCES_KEPT) {
          store.delete(EARLIER.remove());
        }
      }
    }
  }

  @BeforeAll
  static void open() throws IOException {
    folder = Files.createTempDirectory("linearizable");
    store = TestStores.open(folder, "node", 16 << 20, 1000);
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
      long[] longs = new long[LONGS];
      longs[0] = number;
      longs[1] = own;
      longs[LONGS - 1] = -number;
      store.put(ids[object], MemorySegment.ofArray(longs));
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @Operation(nonParallelGroup = "creator")
  public boolean createAndSeal(@Param(name = "object") int object) {
    number++;
    try {
      MemorySegment room = store.create(ids[object], LONGS * 8L);
      room.setAtIndex(ValueLayout.JAVA_LONG, 0, number);
      room.setAtIndex(ValueLayout.JAVA_LONG, 1, own);
      room.setAtIndex(ValueLayout.JAVA_LONG, LONGS - 1, -number);
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
      return store.read(ids[object], this::numberIn);
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

  private long numberIn(MemorySegment bytes) {
    long number = bytes.getAtIndex(ValueLayout.JAVA_LONG, 0);
    return bytes.getAtIndex(ValueLayout.JAVA_LONG, LONGS - 1) == -number
            && bytes.getAtIndex(ValueLayout.JAVA_LONG, 1) == own
        ? number
        : Long.MAX_VALUE;
  }

  @Test
  void sealingReadingPinningAndDeletingAreLinearizable() {
    new StressOptions()
        .iterations(10)
        .invocationsPerIteration(200)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(2)
        .check(StoreLinearizabilityTest.class);
  }
}
