package org.akkaray.objectstore.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.akkaray.id.ObjectId;
import org.akkaray.objectstore.arena.ArenaDescriptor;
import org.akkaray.objectstore.spill.SpillLocation;
import org.akkaray.runtime.object.StoredObject;
import org.jspecify.annotations.Nullable;

/**
 * The table of objects in an arena file: chained hashing over slots that do not move. One thread of
 * the owner at a time changes it; any thread of any process may read, without a lock.
 *
 * <pre>
 *   slot:  0 id's task, 16 bytes | 16 id's index | 20 next slot + 1 | 24 offset | 32 size
 *         40 generation and state | 48 form | 52 creation site | 64 owner's pins | 68 allocator's block | 72 when created
 *         80 next older and 84 next newer slot in the order of use | 88 whether it is a secondary copy
 *         92 file, 0 for none, 96 position and 104 checksum of its copy on disk | 112 when last used, as a count of uses
 *   bucket: 0 first slot + 1 | 4 version, which each change of the chain raises
 * </pre>
 */
final class ObjectIndex {
  static final int NONE = -1;

  /** States of a slot, the lowest byte of its state word; what is above is its generation. */
  static final int FREE = 0;

  static final int CREATED = 1;
  static final int SEALED = 2;
  static final int DELETED = 3;

  /** On disk only. */
  static final int SPILLED = 4;

  /** On its way back from disk. */
  static final int RESTORING = 5;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final int STATE_BITS = 8;

  private static final int HIGH = 0;
  private static final int LOW = 8;
  private static final int INDEX = 16;
  private static final int NEXT = 20;
  private static final int OFFSET = 24;
  private static final int SIZE = 32;
  private static final int STATE = 40;
  private static final int FORM = 48;
  private static final int SITE = 52;
  private static final int PINS = 64;
  private static final int BLOCK = 68;
  private static final int CREATED_AT = 72;
  private static final int OLDER = 80;
  private static final int NEWER = 84;
  private static final int SECONDARY = 88;
  private static final int DISK_FILE = 92;
  private static final int DISK_POSITION = 96;
  private static final int DISK_CHECKSUM = 104;
  private static final int LAST_USE = 112;

  /** A reader that walks further than this asks whether the chain was changed under it. */
  private static final int PATIENCE = 32;

  private static final int LISTED_AT_ONCE = 1024;

  private final MemorySegment memory;
  private final long bucketsAt;
  private final long slotsAt;
  private final int mask;
  private final int slots;
  private int freeSlot = NONE;
  private int slotsEver;
  private int count;

  ObjectIndex(MemorySegment memory, ArenaDescriptor layout) {
    this.memory = memory;
    this.bucketsAt = layout.bucketsAt();
    this.slotsAt = layout.slotsAt();
    this.mask = layout.buckets() - 1;
    this.slots = layout.slots();
  }

  private long at(int slot) {
    return slotsAt + (long) slot * ArenaDescriptor.SLOT_BYTES;
  }

  private long bucketOf(long high, long low, int index) {
    long hash = (high * 31 + low) * 31 + index;
    hash *= 0x9E3779B97F4A7C15L; // Fibonacci hashing: Knuth, TAOCP vol. 3, 6.4
    return bucketsAt + (hash >>> 32 & mask) * ArenaDescriptor.BUCKET_BYTES;
  }

  /** An object's slot, or {@link #NONE}. What is found may be gone by the time it is looked at. */
  int find(ObjectId id) {
    long high = id.high();
    long low = id.low();
    int index = id.index();
    long bucket = bucketOf(high, low, index);
    while (true) {
      long seen = (long) LONG.getAcquire(memory, bucket);
      int slot = (int) seen - 1;
      int steps = 0;
      while (slot >= 0 && slot < slots) {
        long at = at(slot);
        if (memory.get(ValueLayout.JAVA_LONG, at + LOW) == low
            && memory.get(ValueLayout.JAVA_LONG, at + HIGH) == high
            && memory.get(INT, at + INDEX) == index) {
          return slot;
        }
        if (++steps % PATIENCE == 0 && (long) LONG.getAcquire(memory, bucket) != seen) {
          break;
        }
        slot = memory.get(INT, at + NEXT) - 1;
      }
      VarHandle.acquireFence();
      if ((long) LONG.getAcquire(memory, bucket) == seen) {
        return NONE;
      }
    }
  }

  /** Whether a slot is that object's, for readers that found it without a lock. */
  boolean isOf(int slot, ObjectId id) {
    long at = at(slot);
    return memory.get(ValueLayout.JAVA_LONG, at + HIGH) == id.high()
        && memory.get(ValueLayout.JAVA_LONG, at + LOW) == id.low()
        && memory.get(INT, at + INDEX) == id.index();
  }

  /** The generation and state of a slot; equal words mean the same object in the same state. */
  long stateWord(int slot) {
    return (long) LONG.getAcquire(memory, at(slot) + STATE);
  }

  static int state(long stateWord) {
    return (int) stateWord & (1 << STATE_BITS) - 1;
  }

  static int generation(long stateWord) {
    return (int) (stateWord >>> STATE_BITS);
  }

  int state(int slot) {
    return state(stateWord(slot));
  }

  int generation(int slot) {
    return generation(stateWord(slot));
  }

  long offset(int slot) {
    return memory.get(ValueLayout.JAVA_LONG, at(slot) + OFFSET);
  }

  long size(int slot) {
    return memory.get(ValueLayout.JAVA_LONG, at(slot) + SIZE);
  }

  int form(int slot) {
    return memory.get(INT, at(slot) + FORM);
  }

  /** The number of the line that created the object; 0 if it is not known. */
  int site(int slot) {
    return memory.get(INT, at(slot) + SITE);
  }

  void setSite(int slot, int site) {
    memory.set(INT, at(slot) + SITE, site);
  }

  int pins(int slot) {
    return memory.get(INT, at(slot) + PINS);
  }

  int block(int slot) {
    return memory.get(INT, at(slot) + BLOCK);
  }

  long createdAt(int slot) {
    return memory.get(ValueLayout.JAVA_LONG, at(slot) + CREATED_AT);
  }

  /** Lists some objects from a slot on and returns where to go on, or {@link #NONE} at the end. */
  int list(int from, Consumer<StoredObject> listener) {
    int end = Math.min(slots, from + LISTED_AT_ONCE);
    boolean some = false;
    for (int slot = from; slot < end; slot++) {
      some |= stateWord(slot) != 0;
      StoredObject object = stored(slot);
      if (object != null) {
        listener.accept(object);
      }
    }
    return some && end < slots ? end : NONE; // slots are used from the first on
  }

  /** What a slot holds, null if there is nothing to show; also without the lock. */
  @Nullable StoredObject stored(int slot) {
    long word = stateWord(slot);
    StoredObject.State state = shown(state(word));
    if (state == null) {
      return null;
    }
    StoredObject object =
        new StoredObject(
            id(slot),
            size(slot),
            state,
            pins(slot),
            isSecondary(slot),
            createdAt(slot),
            form(slot));
    VarHandle.acquireFence();
    return generation(stateWord(slot)) == generation(word) ? object : null;
  }

  /** How many slots there are. */
  int slots() {
    return slots;
  }

  private static StoredObject.@Nullable State shown(int state) {
    return switch (state) {
      case CREATED -> StoredObject.State.CREATED;
      case SEALED -> StoredObject.State.SEALED;
      case SPILLED, RESTORING -> StoredObject.State.SPILLED;
      default -> null;
    };
  }

  ObjectId id(int slot) {
    long at = at(slot);
    return ObjectId.of(
        memory.get(ValueLayout.JAVA_LONG, at + HIGH),
        memory.get(ValueLayout.JAVA_LONG, at + LOW),
        memory.get(INT, at + INDEX));
  }

  // What follows is for the owner, one thread at a time.

  /** Whether there is a slot for one more. */
  boolean hasRoom() {
    return freeSlot != NONE || slotsEver < slots;
  }

  /** Enters an object that is being created; there must be room. */
  int insert(ObjectId id, long offset, long size, int form, int block, long now) {
    int slot = freeSlot;
    if (slot != NONE) {
      freeSlot = memory.get(INT, at(slot) + NEXT) - 1;
    } else {
      slot = slotsEver++;
    }
    long at = at(slot);
    memory.set(ValueLayout.JAVA_LONG, at + HIGH, id.high());
    memory.set(ValueLayout.JAVA_LONG, at + LOW, id.low());
    memory.set(INT, at + INDEX, id.index());
    memory.set(ValueLayout.JAVA_LONG, at + OFFSET, offset);
    memory.set(ValueLayout.JAVA_LONG, at + SIZE, size);
    memory.set(INT, at + FORM, form);
    memory.set(INT, at + SITE, 0);
    memory.set(INT, at + PINS, 0);
    memory.set(INT, at + BLOCK, block);
    memory.set(ValueLayout.JAVA_LONG, at + CREATED_AT, now);
    memory.set(INT, at + DISK_FILE, 0);
    setState(slot, CREATED);
    long bucket = bucketOf(id.high(), id.low(), id.index());
    long head = (long) LONG.get(memory, bucket);
    memory.set(INT, at + NEXT, (int) head);
    setBucket(bucket, head, slot + 1);
    count++;
    return slot;
  }

  private void setBucket(long bucket, long before, int first) {
    long version = (before >>> Integer.SIZE) + 1;
    LONG.setRelease(memory, bucket, version << Integer.SIZE | first);
  }

  void setState(int slot, int state) {
    long word = (long) generation(slot) << STATE_BITS | state;
    LONG.setVolatile(memory, at(slot) + STATE, word);
  }

  void addPins(int slot, int pins) {
    memory.set(INT, at(slot) + PINS, pins(slot) + pins);
  }

  /** Gives an object another place in memory. */
  void place(int slot, long offset, int block) {
    memory.set(ValueLayout.JAVA_LONG, at(slot) + OFFSET, offset);
    memory.set(INT, at(slot) + BLOCK, block);
  }

  int older(int slot) {
    return memory.get(INT, at(slot) + OLDER);
  }

  void setOlder(int slot, int older) {
    memory.set(INT, at(slot) + OLDER, older);
  }

  int newer(int slot) {
    return memory.get(INT, at(slot) + NEWER);
  }

  void setNewer(int slot, int newer) {
    memory.set(INT, at(slot) + NEWER, newer);
  }

  /** The count of uses of the store at the object's last use. */
  long lastUse(int slot) {
    return memory.get(ValueLayout.JAVA_LONG, at(slot) + LAST_USE);
  }

  void setLastUse(int slot, long use) {
    memory.set(ValueLayout.JAVA_LONG, at(slot) + LAST_USE, use);
  }

  void setSize(int slot, long size) {
    memory.set(ValueLayout.JAVA_LONG, at(slot) + SIZE, size);
  }

  boolean isSecondary(int slot) {
    return memory.get(INT, at(slot) + SECONDARY) != 0;
  }

  void setSecondary(int slot, boolean secondary) {
    memory.set(INT, at(slot) + SECONDARY, secondary ? 1 : 0);
  }

  boolean isOnDisk(int slot) {
    return memory.get(INT, at(slot) + DISK_FILE) != 0;
  }

  SpillLocation location(int slot) {
    long at = at(slot);
    return new SpillLocation(
        memory.get(INT, at + DISK_FILE),
        memory.get(ValueLayout.JAVA_LONG, at + DISK_POSITION),
        memory.get(INT, at + DISK_CHECKSUM));
  }

  void setLocation(int slot, SpillLocation location) {
    long at = at(slot);
    memory.set(INT, at + DISK_FILE, location.file());
    memory.set(ValueLayout.JAVA_LONG, at + DISK_POSITION, location.position());
    memory.set(INT, at + DISK_CHECKSUM, location.checksum());
  }

  /** Takes an object out of the table; its slot stays taken. */
  void unlink(int slot) {
    long at = at(slot);
    long bucket =
        bucketOf(
            memory.get(ValueLayout.JAVA_LONG, at + HIGH),
            memory.get(ValueLayout.JAVA_LONG, at + LOW),
            memory.get(INT, at + INDEX));
    long head = (long) LONG.get(memory, bucket);
    int next = memory.get(INT, at + NEXT);
    int first = (int) head;
    if (first == slot + 1) {
      first = next;
    } else {
      int before = first - 1;
      while (memory.get(INT, at(before) + NEXT) != slot + 1) {
        before = memory.get(INT, at(before) + NEXT) - 1;
      }
      memory.set(INT, at(before) + NEXT, next);
    }
    setBucket(bucket, head, first);
    count--;
  }

  /** Makes an unlinked object's slot free, in a new generation. */
  void release(int slot) {
    long word = (long) (generation(slot) + 1) << STATE_BITS | FREE;
    LONG.setVolatile(memory, at(slot) + STATE, word);
    memory.set(INT, at(slot) + NEXT, freeSlot + 1);
    freeSlot = slot;
  }

  /** How many objects are in the table. */
  int count() {
    return count;
  }

  /** Slots below this one may hold objects. */
  int slotsEver() {
    return slotsEver;
  }
}
