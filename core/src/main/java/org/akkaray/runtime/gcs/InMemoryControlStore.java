package org.akkaray.runtime.gcs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtimecontext.ActorState;

/**
 * Keeps the tables on the heap: for one node, and for tests. Of dead actors the last {@link
 * #DEAD_KEPT} are remembered. Guarded by its monitor.
 */
public final class InMemoryControlStore implements ControlStore {
  static final int DEAD_KEPT = 10_000;

  private record Name(String namespace, String name) {}

  private final Map<UniqueId, NodeRecord> nodes = new LinkedHashMap<>();
  private final Map<ActorId, ActorRecord> living = new LinkedHashMap<>();
  private final Map<ActorId, ActorRecord> dead =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ActorId, ActorRecord> eldest) {
          return size() > DEAD_KEPT;
        }
      };
  private final Map<Name, ActorId> names = new LinkedHashMap<>();
  private int jobs;

  @Override
  public synchronized JobId nextJob() {
    return JobId.fromInt(++jobs);
  }

  @Override
  public synchronized void putNode(NodeRecord node) {
    nodes.put(node.id(), node);
  }

  @Override
  public synchronized void removeNode(UniqueId node) {
    nodes.remove(node);
  }

  @Override
  public synchronized List<NodeRecord> nodes() {
    return List.copyOf(nodes.values());
  }

  @Override
  public synchronized Optional<ActorRecord> addActorIfAbsent(ActorRecord actor) {
    if (actor.name() != null) {
      ActorId known = names.putIfAbsent(new Name(actor.namespace(), actor.name()), actor.id());
      if (known != null) {
        return Optional.of(living.get(known));
      }
    }
    living.put(actor.id(), actor);
    return Optional.empty();
  }

  @Override
  public synchronized void updateActor(ActorId id, ActorState state, int restarts) {
    ActorRecord known = living.get(id);
    if (known == null) {
      return;
    }
    if (state == ActorState.DEAD) {
      living.remove(id);
      dead.put(id, known.with(state, restarts));
      if (known.name() != null) {
        names.remove(new Name(known.namespace(), known.name()));
      }
    } else {
      living.put(id, known.with(state, restarts));
    }
  }

  @Override
  public synchronized Optional<ActorRecord> actor(ActorId id) {
    ActorRecord found = living.get(id);
    return Optional.ofNullable(found != null ? found : dead.get(id));
  }

  @Override
  public synchronized Optional<ActorRecord> actorNamed(String namespace, String name) {
    return Optional.ofNullable(names.get(new Name(namespace, name))).map(living::get);
  }

  @Override
  public synchronized List<ActorRecord> actors() {
    List<ActorRecord> all = new ArrayList<>(dead.values());
    all.addAll(living.values());
    return all;
  }
}
