package org.akkaray.objectstore.transfer;

import java.lang.foreign.MemorySegment;
import org.akkaray.id.ObjectId;

/** Sees, and may change, each chunk before its checksum is looked at: for tests of faults. */
@FunctionalInterface
interface ChunkHook {
  void arrived(ObjectId id, long position, MemorySegment chunk);
}
