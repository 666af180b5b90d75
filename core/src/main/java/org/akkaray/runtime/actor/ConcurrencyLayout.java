package org.akkaray.runtime.actor;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.concurrencygroup.ConcurrencyGroup;
import org.akkaray.concurrencygroup.annotations.DefConcurrencyGroup;
import org.akkaray.concurrencygroup.annotations.DefConcurrencyGroups;
import org.akkaray.concurrencygroup.annotations.UseConcurrencyGroup;
import org.akkaray.function.RayFunc;
import org.akkaray.options.ActorCreationOptions;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Which of an actor's methods run beside one another: group 0 is the default one, with {@code
 * maxConcurrency} calls at a time; the others are the user's concurrency groups. Thread-safe.
 */
public final class ConcurrencyLayout {
  /** One group: its name and how many of its calls run at a time. */
  public record Group(String name, int maxConcurrency) {}

  private final List<Group> groups = new ArrayList<>();
  private final Map<String, Integer> byName = new HashMap<>();
  private final Map<String, Integer> byMethod = new HashMap<>();
  private final Map<FunctionDescriptor, Integer> resolved = new ConcurrentHashMap<>();

  private ConcurrencyLayout(int maxConcurrency) {
    groups.add(new Group("default", maxConcurrency));
  }

  /**
   * From the options' groups and, if the constructor says what the class is, from the class's
   * annotations.
   *
   * @throws IllegalArgumentException if a group is defined twice
   */
  public static ConcurrencyLayout of(ActorCreationOptions options, @Nullable Class<?> actorClass) {
    ConcurrencyLayout layout = new ConcurrencyLayout(options.getMaxConcurrency());
    for (ConcurrencyGroup group : options.getConcurrencyGroups()) {
      int index = layout.define(group.getName(), group.getMaxConcurrency());
      for (RayFunc method : group.getMethods()) {
        layout.byMethod.put(key(FunctionDescriptor.of(method)), index);
      }
    }
    if (actorClass != null) {
      DefConcurrencyGroups several = actorClass.getAnnotation(DefConcurrencyGroups.class);
      if (several != null) {
        for (DefConcurrencyGroup group : several.value()) {
          layout.define(group.name(), group.maxConcurrency());
        }
      }
      DefConcurrencyGroup one = actorClass.getAnnotation(DefConcurrencyGroup.class);
      if (one != null) {
        layout.define(one.name(), one.maxConcurrency());
      }
    }
    return layout;
  }

  /**
   * As another node has made it.
   *
   * @param groups the first is the default one
   * @param byMethod see {@link #byMethod}
   */
  public static ConcurrencyLayout of(List<Group> groups, Map<String, Integer> byMethod) {
    ConcurrencyLayout layout = new ConcurrencyLayout(groups.getFirst().maxConcurrency());
    groups.stream().skip(1).forEach(group -> layout.define(group.name(), group.maxConcurrency()));
    layout.byMethod.putAll(byMethod);
    return layout;
  }

  /** The groups of methods that the options list, by a method's name and signature. */
  public Map<String, Integer> byMethod() {
    return byMethod;
  }

  private int define(String name, int maxConcurrency) {
    if (byName.putIfAbsent(name, groups.size()) != null) {
      throw new IllegalArgumentException("Concurrency group \"" + name + "\" is defined twice.");
    }
    groups.add(new Group(name, maxConcurrency));
    return groups.size() - 1;
  }

  /** All groups; the first is the default one. */
  public List<Group> groups() {
    return groups;
  }

  /** Whether only one call runs at a time. */
  public boolean isSequential() {
    return groups.size() == 1 && groups.getFirst().maxConcurrency() == 1;
  }

  /**
   * The group of a call.
   *
   * @param asked the group named by the caller, null for the method's own
   * @throws IllegalArgumentException if there is no such group
   */
  int indexOf(FunctionDescriptor method, @Nullable String asked) {
    if (asked != null) {
      return named(asked);
    }
    return groups.size() == 1 ? 0 : resolved.computeIfAbsent(method, this::resolve);
  }

  private int resolve(FunctionDescriptor descriptor) {
    Integer listed = byMethod.get(key(descriptor));
    if (listed != null) {
      return listed;
    }
    Method method = descriptor.method();
    UseConcurrencyGroup use =
        method == null ? null : method.getAnnotation(UseConcurrencyGroup.class);
    return use == null ? 0 : named(use.name());
  }

  private int named(String name) {
    Integer index = byName.get(name);
    if (index == null) {
      throw new IllegalArgumentException(
          "The actor has no concurrency group \"" + name + "\"; it has " + byName.keySet() + ".");
    }
    return index;
  }

  private static String key(FunctionDescriptor descriptor) {
    return descriptor.methodName() + descriptor.signature();
  }
}
