package org.akkaray.runtime.actor;

import akka.actor.ActorRef;
import akka.cluster.sharding.ShardCoordinator;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.ShardingMessageExtractor;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.BaseActorHandle;
import org.akkaray.id.ActorId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtime.gcs.ControlStore;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtimecontext.ActorState;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;

/**
 * The actors of this node: creates them, finds them by name, and ends those that nobody can call
 * any more. Their entities live in Cluster Sharding; the control store knows of all.
 */
public final class ActorTable {
  /** Shards that the actors of one node are spread over. */
  private static final int SHARD_SLOTS = 16;

  /** Of how many actors that are gone this node remembers why. */
  private static final int DEATHS_KEPT = 10_000;

  private static final Cleaner UNREACHABLE_HANDLES = Cleaner.create();

  private final ControlStore controlStore;
  private final UniqueId node;
  private final Map<ActorId, LocalActor> actors = new ConcurrentHashMap<>();
  private final Map<ActorId, Failure> deaths =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ActorId, Failure> eldest) {
              return size() > DEATHS_KEPT;
            }
          });
  private final Object atRest = new Object();
  private volatile @Nullable ActorPlacer placer;
  private volatile boolean ending;

  /** How many {@code onStop} hooks run; guarded by {@link #atRest}. */
  private int stops;

  private final CompletableFuture<ClusterSharding> sharding = new CompletableFuture<>();

  public ActorTable(ControlStore controlStore, UniqueId node) {
    this.controlStore = controlStore;
    this.node = node;
  }

  /** From now on other nodes may host what is created here. */
  public void connect(ActorPlacer others) {
    placer = others;
  }

  /** Begins to host actors; those created before start now. */
  public void host(ClusterSharding clusterSharding) {
    clusterSharding.init(
        Entity.of(
                ActorEntity.TYPE,
                context -> ActorEntity.create(actors.get(idOf(context.getEntityId())), this))
            .withMessageExtractor(new SlotExtractor())
            .withAllocationStrategy(new OwnSlots())
            .withStopMessage(new ActorEntity.End()));
    sharding.complete(clusterSharding);
  }

  /**
   * Creates an actor, or finds the one that has its name if the options allow that.
   *
   * @throws IllegalArgumentException if a living actor has its name
   */
  public <A> ActorHandleImpl<A> create(ActorSpec spec, Services services) {
    Optional<ActorRecord> holder = controlStore.addActorIfAbsent(record(spec));
    if (holder.isPresent()) {
      if (spec.options().isGetIfExists()) {
        return handleOf(holder.get());
      }
      throw new IllegalArgumentException(
          "There is an actor named \""
              + spec.name()
              + "\" in namespace \""
              + spec.namespace()
              + "\" already ("
              + holder.get().id()
              + "); choose another name, or set getIfExists to share that one.");
    }
    ActorPlacer others = placer;
    if (others != null) {
      ActorHandleImpl<?> elsewhere;
      try {
        elsewhere = others.place(spec, services);
      } catch (RuntimeException e) {
        controlStore.updateActor(spec.id(), ActorState.DEAD, 0);
        throw e;
      }
      if (elsewhere != null) {
        return cast(elsewhere);
      }
    }
    LocalActor actor = host(spec, services, 0);
    ActorHandleImpl<A> handle = actor.handle();
    if (spec.isOwned()) {
      UNREACHABLE_HANDLES.register(handle, () -> endUnreachable(actor));
    }
    tell(spec.id(), new ActorEntity.Start());
    return handle;
  }

  private ActorRecord record(ActorSpec spec) {
    return new ActorRecord(
        spec.id(),
        spec.job(),
        spec.construction().descriptor().className(),
        spec.name(),
        spec.namespace(),
        spec.detached(),
        ActorState.PENDING_CREATION,
        0,
        node);
  }

  /** Has an actor live on this node that another one has created, or whose last node died. */
  public LocalActor hostForOthers(ActorSpec spec, Services services, int epoch) {
    LocalActor actor = host(spec, services, epoch);
    tell(spec.id(), new ActorEntity.Start());
    return actor;
  }

  private LocalActor host(ActorSpec spec, Services services, int epoch) {
    LocalActor actor = new LocalActor(services, spec, new ShardedLife(spec.id()), this, epoch);
    actors.put(spec.id(), actor);
    ActorPlacer others = placer;
    if (others != null) {
      others.hosts(actor);
    }
    return actor;
  }

  /** An actor that lives on this node; null if there is none with this id. */
  public @Nullable LocalActor local(ActorId id) {
    return actors.get(id);
  }

  /** All actors that live on this node. */
  public Collection<LocalActor> all() {
    return actors.values();
  }

  /** Why an actor is gone that lived here; null if it never did, or long ago. */
  public @Nullable Failure deathOf(ActorId id) {
    return deaths.get(id);
  }

  /** An actor that was to live here never will. */
  public void neverMade(ActorId id, Failure reason) {
    deaths.put(id, reason);
  }

  @SuppressWarnings("unchecked") // the type that the actor was made with
  private static <A> ActorHandleImpl<A> cast(ActorHandleImpl<?> handle) {
    return (ActorHandleImpl<A>) handle;
  }

  private <A> ActorHandleImpl<A> handleOf(ActorRecord record) {
    LocalActor here = actors.get(record.id());
    if (here != null) {
      return here.handle();
    }
    ActorPlacer others = placer;
    if (others == null) {
      throw new IllegalStateException("Actor " + record.id() + " has just ended; try again.");
    }
    return cast(others.find(record));
  }

  private static void endUnreachable(LocalActor actor) {
    actor.end(
        new Failure.ActorDied(
            actor.spec().id(),
            "Actor "
                + actor.spec().displayName()
                + " ended because nobody held a handle of it any more.",
            null));
  }

  /** The living actor with a name. */
  @SuppressWarnings("unchecked") // the caller says what its actor is
  public <A extends BaseActorHandle> Optional<A> find(String namespace, String name) {
    return controlStore
        .actorNamed(namespace, name)
        .filter(record -> placer != null || actors.containsKey(record.id()))
        .map(record -> (A) handleOf(record));
  }

  /**
   * Ends all actors, as their node does, and waits until they have been told.
   *
   * @return false if that took longer than {@code patience}
   */
  public boolean endAll(Duration patience) throws InterruptedException {
    ending = true;
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      List.copyOf(actors.values()).forEach(ActorTable::endWithNode); // also those made meanwhile
      synchronized (atRest) {
        if (actors.isEmpty() && stops == 0) {
          return true;
        }
        if (System.nanoTime() - end > 0) {
          return false;
        }
        atRest.wait(100);
      }
    }
  }

  private static void endWithNode(LocalActor actor) {
    actor.end(
        new Failure.ActorDied(
            actor.spec().id(),
            "Actor " + actor.spec().displayName() + " ended because Ray was shut down.",
            null));
  }

  /** An actor that has ended in order begins to be told so. */
  void stopBegins() {
    synchronized (atRest) {
      stops++;
    }
  }

  void stopEnded() {
    synchronized (atRest) {
      stops--;
      atRest.notifyAll();
    }
  }

  void changed(LocalActor actor) {
    if (ending && actor.spec().detached()) {
      return; // it is not over: it will live elsewhere, or in the cluster's next life
    }
    controlStore.updateActor(actor.spec().id(), actor.state(), actor.epoch());
    ActorPlacer others = placer;
    if (others != null) {
      others.hosts(actor);
    }
  }

  void remove(LocalActor actor) {
    Failure death = actor.death();
    if (death != null) {
      deaths.put(actor.spec().id(), death);
    }
    actors.remove(actor.spec().id(), actor);
    synchronized (atRest) {
      atRest.notifyAll();
    }
  }

  private void tell(ActorId id, ActorEntity.Command command) {
    ClusterSharding ready = sharding.getNow(null);
    if (ready != null) {
      entity(ready, id).tell(command);
    } else {
      sharding.thenAccept(later -> entity(later, id).tell(command));
    }
  }

  private EntityRef<ActorEntity.Command> entity(ClusterSharding sharding, ActorId id) {
    return sharding.entityRefFor(ActorEntity.TYPE, entityId(id));
  }

  private String entityId(ActorId id) {
    return node + "-" + Math.floorMod(id.hashCode(), SHARD_SLOTS) + "/" + id;
  }

  private static ActorId idOf(String entityId) {
    return ActorId.fromHexString(entityId.substring(entityId.indexOf('/') + 1));
  }

  /** Connects an actor with its entity. */
  private final class ShardedLife implements LocalActor.Life {
    private final ActorId id;

    ShardedLife(ActorId id) {
      this.id = id;
    }

    @Override
    public void restart() {
      tell(id, new ActorEntity.Restart());
    }

    @Override
    public void end() {
      @Nullable LocalActor actor = actors.get(id);
      if (actor != null) {
        changed(actor); // the name is free from here on
      }
      tell(id, new ActorEntity.End());
    }
  }

  /**
   * A slot is of the node that it is named after, which is the only one to send anything there: who
   * asks for it first gets it, and it stays.
   */
  private static final class OwnSlots extends ShardCoordinator.AbstractShardAllocationStrategy {
    @Override
    public Future<ActorRef> allocateShard(
        ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> current) {
      return Future.successful(requester);
    }

    @Override
    public Future<Set<String>> rebalance(
        Map<ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
      return Future.successful(Set.of());
    }
  }

  /** The shard of an entity is the slot that its id begins with. */
  private static final class SlotExtractor
      extends ShardingMessageExtractor<ShardingEnvelope<ActorEntity.Command>, ActorEntity.Command> {
    @Override
    public String entityId(ShardingEnvelope<ActorEntity.Command> envelope) {
      return envelope.entityId();
    }

    @Override
    public String shardId(String entityId) {
      return entityId.substring(0, entityId.indexOf('/'));
    }

    @Override
    public ActorEntity.Command unwrapMessage(ShardingEnvelope<ActorEntity.Command> envelope) {
      return envelope.message();
    }
  }
}
