package org.akkaray.runtime.object;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.fory.config.Config;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.WriteContext;
import org.apache.fory.resolver.TypeResolver;
import org.apache.fory.serializer.Serializer;
import org.apache.fory.serializer.collection.CollectionSerializer;

/** Serializers of classes of the JDK that Fory 1.6.0 does not take or takes wrongly. */
final class ValueSerializers {
  private ValueSerializers() {}

  /**
   * Lists of {@code List.of}, and of {@code Stream.toList}, which may hold nulls. Fory 1.6.0 reads
   * both through {@code List.of}.
   */
  @SuppressWarnings({"rawtypes", "unchecked"}) // as the base class has it
  static final class ListOfMany extends CollectionSerializer {
    ListOfMany(TypeResolver resolver, Class<?> type) {
      super(resolver, type, true);
    }

    @Override
    public Collection newCollection(ReadContext context, boolean declaredType) {
      int size = readCollectionSize(context, context.getBuffer(), declaredType);
      setNumElements(size);
      return new ArrayList<>(size);
    }

    @Override
    public Collection onCollectionRead(Collection read) {
      return read.contains(null) ? read.stream().toList() : List.copyOf(read);
    }
  }

  /**
   * Views of collections ({@code map.keySet()}, {@code list.reversed()}) and entries of maps: an
   * own collection or entry with the same content. Comparators of sorted views are not kept, their
   * order is.
   */
  static final class OfView extends Serializer<Object> {
    @SuppressWarnings("unchecked") // one serializer for all views
    OfView(Config config, Class<?> type) {
      super(config, (Class<Object>) type);
    }

    @Override
    public void write(WriteContext context, Object view) {
      context.writeRef(copyOf(view));
    }

    @Override
    public Object read(ReadContext context) {
      Object copy = context.readRef();
      context.reference(copy);
      return copy;
    }

    private static Object copyOf(Object view) {
      return switch (view) {
        case Map<?, ?> map -> new LinkedHashMap<>(map);
        case Set<?> set -> {
          Set<Object> copy = LinkedHashSet.newLinkedHashSet(set.size());
          set.forEach(
              element -> copy.add(element instanceof Map.Entry<?, ?> e ? entry(e) : element));
          yield copy;
        }
        case List<?> list -> new ArrayList<>(list);
        case Deque<?> deque -> new ArrayDeque<>(deque);
        case Collection<?> collection -> new ArrayList<>(collection);
        default -> entry((Map.Entry<?, ?>) view);
      };
    }

    private static Map.Entry<?, ?> entry(Map.Entry<?, ?> entry) {
      return new AbstractMap.SimpleEntry<>(entry);
    }
  }

  /**
   * Memory inside of other values: its bytes, read-only and 8-byte aligned on the reader's heap.
   */
  static final class OfSegment extends Serializer<MemorySegment> {
    @SuppressWarnings("unchecked") // a class that implements the interface
    OfSegment(Config config, Class<?> type) {
      super(config, (Class<MemorySegment>) type);
    }

    @Override
    public void write(WriteContext context, MemorySegment segment) {
      context.getBuffer().writeBytesWithSize(segment.toArray(ValueLayout.JAVA_BYTE));
    }

    @Override
    public MemorySegment read(ReadContext context) {
      byte[] bytes = context.getBuffer().readBytesAndSize();
      MemorySegment segment = FrozenMemory.alignedCopy(MemorySegment.ofArray(bytes));
      context.reference(segment);
      return segment;
    }
  }

  /** Paths of the default file system, by name. */
  static final class OfPath extends Serializer<Path> {
    @SuppressWarnings("unchecked") // a class that implements the interface
    OfPath(Config config, Class<?> type) {
      super(config, (Class<Path>) type);
    }

    @Override
    public void write(WriteContext context, Path path) {
      if (path.getFileSystem() != FileSystems.getDefault()) {
        throw new Coder.UnsendableException(
            "it is a path of "
                + path.getFileSystem()
                + ", which belongs to the process that opened it");
      }
      context.writeString(path.toString());
    }

    @Override
    public Path read(ReadContext context) {
      Path path = Path.of(context.readString());
      context.reference(path);
      return path;
    }
  }

  /** The JDK's own serialization, for classes whose state is not in plain fields. */
  static final class ByStream extends Serializer<Object> {
    @SuppressWarnings("unchecked") // one serializer for all of them
    ByStream(Config config, Class<?> type) {
      super(config, (Class<Object>) type);
    }

    @Override
    public void write(WriteContext context, Object value) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
        stream.writeObject(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      context.getBuffer().writeBytesWithSize(bytes.toByteArray());
    }

    @Override
    public Object read(ReadContext context) {
      ClassLoader loader = type.getClassLoader();
      byte[] bytes = context.getBuffer().readBytesAndSize();
      try (ObjectInputStream stream =
          new ObjectInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            protected Class<?> resolveClass(java.io.ObjectStreamClass description)
                throws IOException, ClassNotFoundException {
              return loader == null
                  ? super.resolveClass(description)
                  : Class.forName(description.getName(), false, loader);
            }
          }) {
        Object value = stream.readObject();
        context.reference(value);
        return value;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(type + " is not there any more.", e);
      }
    }
  }
}
