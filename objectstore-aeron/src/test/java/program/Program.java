package program;

import java.lang.foreign.MemorySegment;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.ObjectStore;

/** A program outside of akka-ray's own packages. */
public final class Program {
  private Program() {}

  /** Puts an object. */
  public static void put(ObjectStore store, ObjectId id) {
    store.put(id, MemorySegment.ofArray(new long[] {42}));
  }
}
