package org.akkaray.runtime.remote;

import java.util.HashMap;
import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.PortableValue.StoredBytes;
import org.akkaray.runtime.object.RemoteValue;
import org.akkaray.runtime.object.StoredValue;
import org.akkaray.runtime.scheduler.placement.InputLocations;
import org.akkaray.runtime.task.TaskInvocation;

/** Where the large inputs of tasks lie. Thread-safe. */
final class TaskInputs {
  private final RemoteObjects objects;

  TaskInputs(RemoteObjects objects) {
    this.objects = objects;
  }

  /** Whether no input lies in another node's store only. */
  boolean areHere(TaskInvocation task) {
    for (Object argument : task.frozenArguments()) {
      if (frozen(argument) instanceof RemoteValue remote
          && !objects.isHere(remote.bytes().object())) {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing but its demand matters for where it goes. */
  boolean isPlain(TaskInvocation task) {
    return task.options().getSchedulingStrategy() == SchedulingStrategy.DEFAULT
        && locations(task) == InputLocations.NONE;
  }

  InputLocations locations(TaskInvocation task) {
    long total = 0;
    Map<UniqueId, Long> byNode = null;
    for (Object argument : task.frozenArguments()) {
      StoredBytes bytes = stored(frozen(argument));
      if (bytes != null) {
        byNode = byNode == null ? new HashMap<>() : byNode;
        total += bytes.size();
        for (UniqueId holder : objects.copiesOf(bytes)) {
          byNode.merge(holder, bytes.size(), Long::sum);
        }
      }
    }
    return byNode == null ? InputLocations.NONE : InputLocations.of(total, byNode);
  }

  private static Object frozen(Object argument) {
    return argument instanceof ObjectRefImpl<?> ref ? ref.result() : argument;
  }

  private StoredBytes stored(Object frozen) {
    return switch (frozen) {
      case RemoteValue remote -> remote.bytes();
      case StoredValue stored -> stored.bytes();
      case null, default -> null;
    };
  }
}
