package org.akkaray.runtime.object;

import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Set;
import java.util.TreeMap;
import org.apache.fory.Fory;
import org.apache.fory.context.MapRefReader;
import org.apache.fory.context.MapRefWriter;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.RefReader;
import org.apache.fory.context.RefWriter;
import org.apache.fory.context.WriteContext;
import org.apache.fory.memory.MemoryBuffer;

/**
 * Watches the references from inside a value back to a part of it. Fory 1.6.0 reads such a
 * reference as null where the part does not exist yet, as a record or an immutable collection does
 * before its content is read; here that is an error. The writer's half notes whether a value has
 * references back that may be of this kind, so that only those values need to be tried out.
 */
public final class BackReferences {
  private static final float LOAD_FACTOR = 0.51f; // Fory's own

  /** Classes of the JDK that are there before their content is read. */
  private static final Set<Class<?>> THERE_FIRST =
      Set.of(
          ArrayList.class,
          ArrayDeque.class,
          LinkedList.class,
          HashMap.class,
          LinkedHashMap.class,
          TreeMap.class,
          HashSet.class,
          LinkedHashSet.class);

  private final Writer writer = new Writer();

  /** Puts itself in the place of Fory's own bookkeeping, before Fory is used. */
  BackReferences(Fory fory) {
    // Fory offers no setting for it; its contexts know it by its interface only.
    replace(WriteContext.class, "refWriter", fory.getWriteContext(), writer);
    replace(ReadContext.class, "refReader", fory.getReadContext(), new Reader());
  }

  private static void replace(Class<?> type, String name, Object context, Object part) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      field.set(context, part);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This is not the Fory that this was written for.", e);
    }
  }

  /** Forgets what was written before. */
  void beforeWriting() {
    writer.suspicious = false;
  }

  /** Whether what was written may hold a reference back to what does not exist when it is read. */
  boolean areSuspicious() {
    return writer.suspicious;
  }

  private static boolean mayComeAfterItsContent(Class<?> type) {
    return type.isRecord() || (type.getName().startsWith("java.") && !THERE_FIRST.contains(type));
  }

  /** Public because Fory generates code that names its class. */
  public static final class Writer implements RefWriter {
    private final MapRefWriter written = new MapRefWriter(LOAD_FACTOR);
    private boolean suspicious;

    private Writer() {}

    @Override
    public boolean writeRefOrNull(MemoryBuffer buffer, Object object) {
      boolean isReference = written.writeRefOrNull(buffer, object);
      if (isReference && object != null && mayComeAfterItsContent(object.getClass())) {
        suspicious = true;
      }
      return isReference;
    }

    @Override
    public boolean writeRefValueFlag(MemoryBuffer buffer, Object object) {
      boolean isValue = written.writeRefValueFlag(buffer, object);
      if (!isValue && object != null && mayComeAfterItsContent(object.getClass())) {
        suspicious = true;
      }
      return isValue;
    }

    @Override
    public boolean writeNullFlag(MemoryBuffer buffer, Object object) {
      return written.writeNullFlag(buffer, object);
    }

    @Override
    public void replaceRef(Object original, Object replacement) {
      written.replaceRef(original, replacement);
    }

    @Override
    public void reset() {
      written.reset();
    }
  }

  /** Public because Fory generates code that names its class. */
  public static final class Reader implements RefReader {
    private final MapRefReader read = new MapRefReader();

    private Reader() {}

    @Override
    public byte readRefOrNull(MemoryBuffer buffer) {
      byte flag = read.readRefOrNull(buffer);
      check(flag);
      return flag;
    }

    @Override
    public int tryPreserveRefId(MemoryBuffer buffer) {
      int id = read.tryPreserveRefId(buffer);
      check(id);
      return id;
    }

    private void check(int flag) {
      if (flag == Fory.REF_FLAG && read.getReadRef() == null) {
        throw new Coder.UnsendableException(
            "something inside of it refers back to it, and it exists only once its content does;"
                + " cycles may lead through arrays, objects that are not records, ArrayList,"
                + " HashMap and their like, but must not begin at a record, an Optional, or an"
                + " immutable or wrapped collection");
      }
    }

    @Override
    public int preserveRefId() {
      return read.preserveRefId();
    }

    @Override
    public int preserveRefId(int id) {
      return read.preserveRefId(id);
    }

    @Override
    public int lastPreservedRefId() {
      return read.lastPreservedRefId();
    }

    @Override
    public boolean hasPreservedRefId() {
      return read.hasPreservedRefId();
    }

    @Override
    public void reference(Object object) {
      read.reference(object);
    }

    @Override
    public Object getReadRef(int id) {
      return read.getReadRef(id);
    }

    @Override
    public Object getReadRef() {
      return read.getReadRef();
    }

    @Override
    public void setReadRef(int id, Object object) {
      read.setReadRef(id, object);
    }

    @Override
    public void reset() {
      read.reset();
    }
  }
}
