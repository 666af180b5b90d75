package org.akkaray.runtime.object;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.akkaray.exception.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Says what in a value cannot be sent and by which path it is reached: {@code Config.pool.worker},
 * {@code ArrayList[3].file}, {@code HashMap["key"].socket}. Looks only once sending has failed,
 * nearest parts first.
 */
final class Unsendable {
  /** Parts looked at, so that a failure in a huge value does not take for ever. */
  private static final int MAX_PARTS = 1_000_000;

  /** Parts tried one by one, when no class of them is known to be the culprit. */
  private static final int MAX_TRIALS = 200;

  private final Set<Class<?>> references;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * What is wrong with the first null field whose type cannot be sent, should there be no other
   * culprit.
   */
  private @Nullable String badField;

  private Unsendable(Set<Class<?>> references) {
    this.references = references;
  }

  /**
   * A part of a value.
   *
   * @param parent null for the value itself
   * @param step ".field", "[3]" or "[\"key\"]"
   */
  private record Part(Object object, @Nullable Part parent, String step) {
    String path() {
      List<String> steps = new ArrayList<>();
      for (Part part = this; part.parent != null; part = part.parent) {
        steps.add(part.step);
      }
      Part root = this;
      while (root.parent != null) {
        root = root.parent;
      }
      return nameOf(root.object.getClass()) + String.join("", steps.reversed());
    }
  }

  /**
   * The exception for a value that could not be written.
   *
   * @param failure what the serializer threw
   * @param trial writes a part alone, and throws if that fails too
   */
  static SerializationException explain(
      Object value, Set<Class<?>> references, Throwable failure, Consumer<Object> trial) {
    Part root = new Part(value, null, "");
    Unsendable search = new Unsendable(references);
    Part culprit = search.find(root);
    if (culprit != null) {
      return exception(culprit, SendableTypes.reasonAgainst(culprit.object.getClass()), failure);
    }
    if (search.badField != null) {
      return new SerializationException(search.badField, failure);
    }
    return exception(new Unsendable(references).narrow(root, trial), reasonOf(failure), failure);
  }

  private static SerializationException exception(
      Part part, @Nullable String reason, Throwable failure) {
    String className = part.object.getClass().getTypeName();
    return new SerializationException(
        (part.parent == null ? className : part.path() + ": " + className)
            + " cannot be sent: "
            + reason
            + ".",
        failure);
  }

  private static String reasonOf(Throwable failure) {
    Throwable root = Causes.root(failure);
    return root instanceof Coder.UnsendableException
        ? String.valueOf(root.getMessage())
        : root.toString();
  }

  /** The nearest part whose class is known not to be sendable. */
  private @Nullable Part find(Part root) {
    Queue<Part> open = new ArrayDeque<>();
    open.add(root);
    seen.add(root.object);
    while (!open.isEmpty() && seen.size() < MAX_PARTS) {
      Part part = open.remove();
      if (SendableTypes.reasonAgainst(part.object.getClass()) != null) {
        return part;
      }
      open.addAll(partsOf(part));
    }
    return null;
  }

  /** The smallest part that cannot be written alone. */
  private Part narrow(Part root, Consumer<Object> trial) {
    Part culprit = root;
    seen.add(root.object);
    int trials = 0;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (Part part : partsOf(culprit)) {
        if (trials++ < MAX_TRIALS && !writes(part.object, trial)) {
          culprit = part;
          smaller = true;
          break;
        }
      }
    }
    return culprit;
  }

  private static boolean writes(Object part, Consumer<Object> trial) {
    try {
      trial.accept(part);
      return true;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  /**
   * The parts of a part, as far as the user's code lets itself be asked for them: its iterator may
   * throw.
   */
  private List<Part> partsOf(Part part) {
    List<Part> parts = new ArrayList<>();
    try {
      collectParts(part, parts);
    } catch (RuntimeException | StackOverflowError e) {
      // What was found up to here has to do: the failure to explain is another one.
    }
    return parts;
  }

  private void collectParts(Part part, List<Part> parts) {
    switch (part.object) {
      case Object[] array -> {
        for (int i = 0; i < array.length; i++) {
          add(parts, array[i], part, "[" + i + "]");
        }
      }
      case Collection<?> collection -> {
        int i = 0;
        for (Object element : collection) {
          add(parts, element, part, "[" + i++ + "]");
        }
      }
      case Map<?, ?> map ->
          map.forEach((key, value) -> {
            add(parts, key, part, ".key(" + quote(key) + ")");
            add(parts, value, part, "[" + quote(key) + "]");
          });
      case Optional<?> optional -> optional.ifPresent(value -> add(parts, value, part, ".get()"));
      default -> addFields(parts, part);
    }
  }

  private void addFields(List<Part> parts, Part part) {
    for (Class<?> type = part.object.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean travels = (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0;
        if (travels && !field.getType().isPrimitive() && field.trySetAccessible()) {
          try {
            String step =
                field.isSynthetic() ? ".(" + field.getName() + ")" : "." + field.getName();
            @Nullable Object value = field.get(part.object);
            if (value == null
                && badField == null
                && SendableTypes.reasonAgainst(field.getType()) != null) {
              badField =
                  part.path()
                      + step
                      + ": a field of type "
                      + field.getType().getName()
                      + " cannot be sent, not even null: mark it transient.";
            }
            add(parts, value, part, step);
          } catch (IllegalAccessException e) {
            throw new IllegalStateException("made accessible before: " + field, e);
          }
        }
      }
    }
  }

  private void add(List<Part> parts, @Nullable Object object, Part parent, String step) {
    if (object != null
        && !references.contains(object.getClass())
        && !ImmutableTypes.contains(object.getClass())
        && seen.size() < MAX_PARTS
        && seen.add(object)) {
      parts.add(new Part(object, parent, step));
    }
  }

  private static String quote(@Nullable Object key) {
    return key instanceof String text
        ? "\"" + text + "\""
        : key == null || ImmutableTypes.contains(key.getClass())
            ? String.valueOf(key)
            : nameOf(key.getClass());
  }

  private static String nameOf(Class<?> type) {
    String name = type.getTypeName();
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }
}
