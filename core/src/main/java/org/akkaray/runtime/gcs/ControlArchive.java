package org.akkaray.runtime.gcs;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.wire.ActorRow;
import org.akkaray.runtime.wire.NodeKey;
import org.akkaray.runtimecontext.ActorState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keeper's control state in the control store's tables: actors, nodes and jobs. Writes are in
 * order for each row, and what cannot be written is logged; nothing here blocks. Thread-safe.
 */
public final class ControlArchive {
  /** What there is without an archive. */
  static final Content NOTHING = new Content(List.of(), false);

  private static final Logger log = LoggerFactory.getLogger(ControlArchive.class);
  private static final int ALL = 1_000_000;
  private static final int JOBS_KEPT = 10_000;
  private static final int DEAD_NODES_KEPT = 1_000;

  private final GlobalControlStore store;
  private final Function<UniqueId, Optional<NodeRecord>> members;
  private final Executor blocking = task -> Thread.ofVirtual().name("ray-archive").start(task);
  private final Map<UniqueId, NodeRecord> living = new ConcurrentHashMap<>();

  /** Guarded by itself. */
  private final Queue<UniqueId> dead = new ArrayDeque<>();

  private volatile boolean begins;

  /**
   * @param members what is known of nodes that run what others submit
   * @param begins whether this node begins a cluster, so that what the tables hold is of an earlier
   *     one on the same store
   */
  public ControlArchive(
      GlobalControlStore store, Function<UniqueId, Optional<NodeRecord>> members, boolean begins) {
    this.store = store;
    this.members = members;
    this.begins = begins;
  }

  /**
   * The actors that are not over.
   *
   * @param isOfEarlierLife whether none of their nodes lives any more
   */
  record Content(List<ActorRow> actors, boolean isOfEarlierLife) {}

  /** Reads what a keeper begins with; the first of a cluster also ends what the last one left. */
  CompletionStage<Content> load() {
    boolean first = begins;
    CompletionStage<Void> tidied =
        first
            ? endJobs(job -> true).thenCompose(done -> forgetNodes())
            : CompletableFuture.completedStage(null);
    return tidied
        .thenCompose(done -> store.tables().actors().scan(TableQuery.first(ALL)))
        .thenCompose(found -> {
          List<ActorRow> kept = new ArrayList<>();
          List<ActorId> over = new ArrayList<>();
          for (ActorRecord actor : found) {
            if (actor.creation().length > 0 && actor.state() != ActorState.DEAD) {
              kept.add(parse(actor));
            } else if (first) {
              over.add(actor.id());
            }
          }
          return store
              .tables()
              .actors()
              .deleteAll(over)
              .thenApply(done -> {
                begins = false;
                return new Content(kept, first);
              });
        });
  }

  private static ActorRow parse(ActorRecord actor) {
    try {
      return ActorRow.parseFrom(actor.creation());
    } catch (InvalidProtocolBufferException e) {
      throw new ControlStoreException(
          "Actor " + actor.id() + " of the control store cannot be read: " + e.getMessage(), e);
    }
  }

  private CompletionStage<Void> forgetNodes() {
    return store
        .tables()
        .nodes()
        .scan(TableQuery.first(ALL))
        .thenCompose(
            found -> store.tables().nodes().deleteAll(found.stream().map(NodeRecord::id).toList()));
  }

  private CompletionStage<Void> endJobs(Predicate<JobRecord> which) {
    Table<JobId, JobRecord> jobs = store.tables().jobs();
    return jobs.scan(TableQuery.first(ALL))
        .thenCompose(found -> {
          long now = System.currentTimeMillis() * 1000;
          List<JobRecord> ended =
              found.stream()
                  .filter(job -> !job.isOver() && which.test(job))
                  .map(job ->
                      new JobRecord(
                          job.id(), job.namespace(), job.driver(), job.startedMicros(), now))
                  .toList();
          List<JobId> oldest =
              found.stream()
                  .map(JobRecord::id)
                  .sorted(Comparator.comparing(JobId::value).reversed())
                  .skip(JOBS_KEPT)
                  .toList();
          return jobs.putAll(ended).thenCompose(done -> jobs.deleteAll(oldest));
        });
  }

  /** Takes the next job's number. */
  CompletionStage<Integer> nextJob() {
    return CompletableFuture.supplyAsync(() -> store.store().nextJob().value(), blocking);
  }

  /** Writes an actor as it is now. */
  void save(ActorRow row) {
    ActorRecord actor = ClusterControlStore.fromRow(row);
    boolean survives = row.getDetached() && row.hasCreation() && actor.state() != ActorState.DEAD;
    try {
      logFailure(store.tables().actors().put(survives ? actor.with(row.toByteArray()) : actor));
    } catch (IllegalArgumentException e) {
      log.warn(
          "Actor {} cannot be created again after a stop of the cluster: what its constructor was"
              + " given is too large for the control store.",
          actor.id());
      logFailure(store.tables().actors().put(actor));
    }
  }

  /** Nobody asks for an actor any more. */
  void forget(ByteString actor) {
    logFailure(
        store
            .tables()
            .actors()
            .deleteAll(List.of(ActorId.fromByteBuffer(actor.asReadOnlyByteBuffer()))));
  }

  /** A node is there. */
  void nodeUp(NodeKey key) {
    UniqueId id = UniqueId.of(key.getHigh(), key.getLow());
    members
        .apply(id)
        .ifPresent(node -> {
          living.put(id, node);
          logFailure(store.tables().nodes().put(node));
        });
  }

  /** A node is gone: so are the jobs of its driver. Rows of the last dead nodes are kept. */
  void nodeGone(NodeKey key) {
    UniqueId id = UniqueId.of(key.getHigh(), key.getLow());
    NodeRecord node = living.remove(id);
    if (node == null) {
      logFailure(endJobs(job -> job.driver().equals(id)));
      return;
    }
    logFailure(store.tables().nodes().put(node.dead()));
    synchronized (dead) {
      dead.add(id);
      if (dead.size() > DEAD_NODES_KEPT) {
        logFailure(store.tables().nodes().deleteAll(List.of(dead.remove())));
      }
    }
  }

  private static void logFailure(CompletionStage<Void> write) {
    write.whenComplete((done, failure) -> {
      if (failure != null) {
        log.warn("Control state was not written: {}", failure.toString());
      }
    });
  }
}
