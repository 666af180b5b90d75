package org.akkaray.gcs.shard;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.SnapshotAdapter;
import akka.persistence.typed.SnapshotCompleted;
import akka.persistence.typed.SnapshotFailed;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.SignalHandler;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Predicate;
import org.akkaray.gcs.database.Journal;
import org.akkaray.gcs.database.PersistencePlugins;
import org.akkaray.gcs.shard.wire.Row;
import org.akkaray.gcs.shard.wire.RowsChanged;
import org.akkaray.gcs.shard.wire.ShardIndex;
import org.akkaray.runtime.gcs.TableQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The entity. A log-structured store: a write appends its rows with one event, the state says in
 * which event each key's newest row is, a look-up reads that event back (or finds it in the node's
 * cache). Events that hold no row that counts any more are deleted after a snapshot; when more rows
 * are dead than alive, the oldest event's living ones are written afresh at the log's end.
 */
public final class TableShard extends EventSourcedBehavior<ShardCommand, RowsChanged, ShardState> {
  /** The snapshots that are kept. */
  private static final int SNAPSHOTS = 2;

  private static final Logger LOG = LoggerFactory.getLogger(TableShard.class);

  private final ActorContext<ShardCommand> context;
  private final Settings settings;
  private final ShardReads reads;
  private final Subscribers subscribers;
  private final SnapshotTiming timing;
  private boolean compacting;

  /**
   * What a shard needs.
   *
   * @param name of the table and the shard, as tasks-3
   * @param snapshotEvery so many events at the latest
   * @param deadRows how many rows may be dead before compaction is thought of
   * @param filter says which rows a query selects
   */
  public record Settings(
      String name, EventReader reader, int snapshotEvery, int deadRows, RowFilter filter) {}

  /** Makes the test for a query of the shard's table. */
  @FunctionalInterface
  public interface RowFilter {
    /** Whether a row is selected. */
    Predicate<Row> of(TableQuery query);
  }

  private TableShard(ActorContext<ShardCommand> context, Settings settings) {
    super(
        PersistenceId.ofUniqueId(Journal.persistenceId(settings.name())),
        // The database may be away for a moment, as when the holder of a file has just died.
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2)
            .withLogLevel(Level.WARN));
    this.context = context;
    this.settings = settings;
    this.timing = new SnapshotTiming(settings.snapshotEvery());
    this.subscribers = new Subscribers(System::nanoTime);
    this.reads = new ShardReads(context, settings, persistenceId().id(), subscribers);
  }

  /** The shard's behavior. */
  public static Behavior<ShardCommand> create(Settings settings) {
    return Behaviors.setup(context -> {
      TableShard shard = new TableShard(context, settings);
      return Behaviors.intercept(() -> new ReadsFirst(shard.reads), shard);
    });
  }

  @Override
  public ShardState emptyState() {
    reads.stop(); // called at each start, also after a failure of the journal
    compacting = false;
    timing.saved(0);
    return new ShardState();
  }

  @Override
  public CommandHandler<ShardCommand, RowsChanged, ShardState> commandHandler() {
    return (state, command) ->
        switch (command) {
          case ShardCommand.Apply apply -> onApply(state, apply);
          case ShardCommand.Compact compact -> onCompact(state, compact);
          case ShardCommand.CompactionFailed failed -> onCompactionFailed(failed);
          case ShardCommand.Read read -> {
            reads.handle(read, state);
            yield Effect().none();
          }
        };
  }

  @Override
  public EventHandler<ShardState, RowsChanged> eventHandler() {
    return ShardState::apply;
  }

  @Override
  public boolean shouldSnapshot(ShardState state, RowsChanged event, long sequence) {
    return timing.isDue(sequence, state.snapshotBytes());
  }

  /**
   * The state changes in place; what is saved is a copy that is made here, on the shard's thread.
   */
  @Override
  public SnapshotAdapter<ShardState> snapshotAdapter() {
    return new SnapshotAdapter<>() {
      @Override
      public Object toJournal(ShardState state) {
        timing.saved(state.sequence());
        return state.toSnapshot();
      }

      @Override
      public ShardState fromJournal(Object from) {
        ShardState state = ShardState.of((ShardIndex) from);
        timing.saved(state.sequence());
        return state;
      }
    };
  }

  @Override
  public String journalPluginId() {
    return PersistencePlugins.JOURNAL;
  }

  @Override
  public String snapshotPluginId() {
    return PersistencePlugins.SNAPSHOTS;
  }

  @Override
  public SignalHandler<ShardState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::onRecovered)
        .onSignal(SnapshotCompleted.class, this::onSnapshot)
        .onSignal(
            SnapshotFailed.class,
            (state, failed) ->
                LOG.warn("No snapshot of {}: {}", settings.name(), failed.failure().toString()))
        .build();
  }

  private void onRecovered(ShardState state) {
    if (state.sequence() != lastSequenceNumber(context)) {
      throw new IllegalStateException(
          "%s has %d events by its journal, but %d by its state"
              .formatted(persistenceId().id(), lastSequenceNumber(context), state.sequence()));
    }
    reads.serve(state);
  }

  private Effect<RowsChanged, ShardState> onApply(ShardState state, ShardCommand.Apply apply) {
    ChangeSet changes = ChangeSet.of(apply.changes(), state);
    if (changes.changesNothing()) {
      apply.replyTo().tell(changes.reply());
      return Effect().none();
    }
    RowsChanged event = changes.event();
    timing.written(event.getSerializedSize());
    reads.writing(event);
    return Effect()
        .persist(event)
        .thenRun(after -> {
          onDurable(event, after);
          apply.replyTo().tell(changes.reply());
          subscribers.tell(event, after.sequence());
        });
  }

  private void onDurable(RowsChanged event, ShardState state) {
    settings.reader().written(persistenceId().id(), state.sequence(), new StoredRows(event));
    reads.written(state);
    compactIfNeeded(state);
  }

  private void compactIfNeeded(ShardState state) {
    if (compacting || state.deadRows() <= Math.max(settings.deadRows(), state.size())) {
      return;
    }
    compacting = true;
    long oldest = state.oldestNeeded();
    settings
        .reader()
        .run(() -> {
          ShardCommand.Write outcome;
          try {
            outcome =
                new ShardCommand.Compact(
                    oldest, settings.reader().read(persistenceId().id(), oldest).orElseThrow());
          } catch (Exception e) {
            outcome = new ShardCommand.CompactionFailed(e);
          }
          context.getSelf().tell(outcome);
        });
  }

  private Effect<RowsChanged, ShardState> onCompact(
      ShardState state, ShardCommand.Compact compact) {
    compacting = false;
    RowsChanged.Builder living = RowsChanged.newBuilder();
    for (Row row : compact.rows().written()) {
      if (state.version(row.getKey()) == compact.event()) {
        living.addWritten(row);
      }
    }
    if (living.getWrittenCount() == 0) {
      compactIfNeeded(state);
      return Effect().none();
    }
    RowsChanged event = living.build();
    timing.written(event.getSerializedSize());
    reads.writing(event);
    return Effect().persist(event).thenRun(after -> onDurable(event, after));
  }

  private Effect<RowsChanged, ShardState> onCompactionFailed(ShardCommand.CompactionFailed failed) {
    compacting = false;
    LOG.warn(
        "{} could not read an old event to write it afresh; it tries again after the next write",
        settings.name(),
        failed.failure());
    return Effect().none();
  }

  private void onSnapshot(ShardState state, SnapshotCompleted completed) {
    long oldestNeeded = state.oldestNeeded();
    settings.reader().run(() -> deleteOld(oldestNeeded));
  }

  /** The older of the kept snapshots must still find all that came after it. */
  private void deleteOld(long oldestNeeded) {
    Journal journal = settings.reader().journal();
    String id = persistenceId().id();
    try {
      long oldestKept = journal.keepSnapshots(id, SNAPSHOTS);
      journal.deleteUpTo(id, Math.min(oldestKept, oldestNeeded - 1));
    } catch (SQLException e) {
      LOG.warn(
          "Old events of {} could not be deleted; the next snapshot tries again: {}",
          settings.name(),
          e.toString());
    }
  }

  /** Hands what only looks to {@link ShardReads} before the journal's stash sees it. */
  private static final class ReadsFirst extends BehaviorInterceptor<ShardCommand, ShardCommand> {
    private final ShardReads reads;

    ReadsFirst(ShardReads reads) {
      super(ShardCommand.class);
      this.reads = reads;
    }

    @Override
    public Behavior<ShardCommand> aroundReceive(
        TypedActorContext<ShardCommand> ctx,
        ShardCommand message,
        ReceiveTarget<ShardCommand> target) {
      ShardState state = reads.served();
      if (message instanceof ShardCommand.Read read && state != null) {
        reads.handle(read, state);
        return Behaviors.same();
      }
      return target.apply(ctx, message);
    }
  }
}
