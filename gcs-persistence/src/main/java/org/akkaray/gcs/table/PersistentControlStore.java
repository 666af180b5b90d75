package org.akkaray.gcs.table;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.akkaray.gcs.rows.ActorName;
import org.akkaray.gcs.rows.Counter;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtime.gcs.ControlStore;
import org.akkaray.runtime.gcs.ControlStoreException;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtime.gcs.TableQuery;
import org.akkaray.runtimecontext.ActorState;

/**
 * The runtime's control store on the tables. Each method waits until it is durable, and fails with
 * a {@link ControlStoreException} if that does not happen in time. Thread-safe.
 */
final class PersistentControlStore implements ControlStore {
  private static final String JOBS = "jobs";
  private static final int ALL = 1_000_000;

  private final PersistentTables tables;

  PersistentControlStore(PersistentTables tables) {
    this.tables = tables;
  }

  @Override
  public JobId nextJob() {
    await(tables.counters().putIfAbsent(new Counter(JOBS, 0)));
    // A number that was taken by an attempt whose answer was lost is never used.
    Counter taken = await(tables.counters().update(JOBS, Counter::next)).orElseThrow();
    return JobId.fromInt(Math.toIntExact(taken.value()));
  }

  @Override
  public void putNode(NodeRecord node) {
    await(tables.nodes().put(node));
  }

  @Override
  public List<NodeRecord> nodes() {
    return await(tables.nodes().scan(TableQuery.first(ALL)));
  }

  @Override
  public void removeNode(UniqueId node) {
    await(tables.nodes().deleteAll(List.of(node)));
  }

  /**
   * The actor's row first, then its name: whoever finds a name finds its actor. What is left by a
   * crash in between is a row without a name.
   */
  @Override
  public Optional<ActorRecord> addActorIfAbsent(ActorRecord actor) {
    await(tables.actors().put(actor));
    if (actor.name() == null) {
      return Optional.empty();
    }
    ActorName wanted =
        new ActorName(new ActorName.Key(actor.namespace(), actor.name()), actor.id());
    while (true) {
      Optional<ActorName> known = await(tables.actorNames().putIfAbsent(wanted));
      if (known.isEmpty() || known.get().actor().equals(actor.id())) {
        return Optional.empty();
      }
      ActorId holderId = known.get().actor();
      Optional<ActorRecord> holder = actor(holderId);
      if (holder.isPresent() && holder.get().state() != ActorState.DEAD) {
        await(tables.actors().deleteAll(List.of(actor.id())));
        return holder;
      }
      giveBack(known.get());
    }
  }

  private void giveBack(ActorName name) {
    await(tables.actorNames().deleteIf(name.key(), name::equals));
  }

  @Override
  public void updateActor(ActorId id, ActorState state, int restarts) {
    Optional<ActorRecord> updated =
        await(
            tables
                .actors()
                .update(
                    id,
                    known ->
                        known.state() == ActorState.DEAD
                                || known.state() == state && known.restarts() == restarts
                            ? known
                            : known.with(state, restarts)));
    if (updated.isPresent() && updated.get().state() == ActorState.DEAD) {
      ActorRecord dead = updated.get();
      if (dead.name() != null) {
        giveBack(new ActorName(new ActorName.Key(dead.namespace(), dead.name()), id));
      }
    }
  }

  @Override
  public Optional<ActorRecord> actor(ActorId actor) {
    return await(tables.actors().get(actor));
  }

  @Override
  public Optional<ActorRecord> actorNamed(String namespace, String name) {
    return await(tables.actorNames().get(new ActorName.Key(namespace, name)))
        .flatMap(found -> actor(found.actor()))
        .filter(found -> found.state() != ActorState.DEAD);
  }

  @Override
  public List<ActorRecord> actors() {
    return await(tables.actors().scan(TableQuery.first(ALL)));
  }

  /** The tables give up after their timeout: this ends. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlStoreException("Interrupted while waiting for the control store", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ControlStoreException known) {
        throw new ControlStoreException(known.getMessage(), known);
      }
      throw new ControlStoreException("The control store failed: " + e.getCause(), e.getCause());
    }
  }
}
