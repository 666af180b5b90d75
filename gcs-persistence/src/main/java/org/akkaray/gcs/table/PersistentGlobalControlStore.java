package org.akkaray.gcs.table;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.Persistence;
import com.typesafe.config.Config;
import org.akkaray.gcs.database.PersistencePlugins;
import org.akkaray.gcs.database.StoreDatabase;
import org.akkaray.gcs.lineage.BatchingLineageLog;
import org.akkaray.gcs.shard.EventReader;
import org.akkaray.runtime.gcs.ControlStore;
import org.akkaray.runtime.gcs.ControlTables;
import org.akkaray.runtime.gcs.GlobalControlStore;
import org.akkaray.runtime.gcs.LineageLog;

/** A node's access to the control store in a database. Thread-safe. */
public final class PersistentGlobalControlStore implements GlobalControlStore {
  private final PersistentTables tables;
  private final ControlStore store;
  private final LineageLog lineage;

  private PersistentGlobalControlStore(PersistentTables tables, LineageLog lineage) {
    this.tables = tables;
    this.store = new PersistentControlStore(tables);
    this.lineage = lineage;
  }

  /**
   * Opens the database, and has the node host shards of it. The database is closed when the node's
   * Akka has ended, since its shards live until then.
   *
   * @throws IllegalStateException if it cannot, in one sentence: what, where, what to do
   */
  public static PersistentGlobalControlStore open(ActorSystem<?> system, GcsSettings settings) {
    StoreDatabase database = StoreDatabase.open(settings.database());
    system.getWhenTerminated().whenComplete((done, failure) -> database.close());
    return hosting(system, settings, database);
  }

  /** Makes a database the journal of the node's Akka, and has the node host shards of it. */
  static PersistentGlobalControlStore hosting(
      ActorSystem<?> system, GcsSettings settings, StoreDatabase database) {
    Config plugins =
        PersistencePlugins.of(settings.database()).withFallback(system.settings().config());
    Persistence persistence = Persistence.get(Adapter.toClassic(system));
    persistence.journalFor(PersistencePlugins.JOURNAL, plugins);
    persistence.snapshotStoreFor(PersistencePlugins.SNAPSHOTS, plugins);
    EventReader reader = new EventReader(database, settings.cacheBytes());
    system.getWhenTerminated().whenComplete((done, failure) -> reader.close());
    return over(
        system, settings, Shards.host(system, settings, reader, PersistentTables.schemas()));
  }

  /** Reaches shards that other nodes host. */
  static PersistentGlobalControlStore using(ActorSystem<?> system, GcsSettings settings) {
    return over(system, settings, Shards.use(system, settings));
  }

  private static PersistentGlobalControlStore over(
      ActorSystem<?> system, GcsSettings settings, Shards shards) {
    PersistentTables tables = new PersistentTables(shards, new Subscriptions(system, shards));
    return new PersistentGlobalControlStore(
        tables,
        BatchingLineageLog.open(
            settings.lineage(), tables.tasks(), tables.functions(), tables.events()));
  }

  @Override
  public ControlStore store() {
    return store;
  }

  @Override
  public ControlTables tables() {
    return tables;
  }

  @Override
  public LineageLog lineage() {
    return lineage;
  }

  @Override
  public void close() {
    lineage.close();
  }
}
