package org.akkaray.gcs.table;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.Leave;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.lineage.LineageSettings;
import org.akkaray.runtime.gcs.ControlStore;
import org.akkaray.runtime.gcs.ControlTables;
import org.akkaray.runtime.gcs.LineageLog;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A cluster of one node with a control store in a database. */
public final class TestStore implements AutoCloseable {
  public static final LineageSettings LINEAGE =
      new LineageSettings(
          LineageSettings.Mode.ASYNC,
          Duration.ofMillis(4),
          Duration.ofMillis(25),
          200_000,
          2_000,
          10_000);

  private final DatabaseSettings database;
  private final ActorSystem<Void> system;
  private final PersistentGlobalControlStore store;

  private TestStore(GcsSettings settings, @Nullable TestStore other) {
    database = settings.database();
    Config config =
        ConfigFactory.parseString("akka.cluster.roles = [node]")
            .withFallback(ConfigFactory.parseResources("akka-ray-node.conf"))
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    system = ActorSystem.create(Behaviors.empty(), "gcs-test", config);
    Cluster cluster = Cluster.get(system);
    Cluster joined = other == null ? cluster : Cluster.get(other.system);
    cluster.manager().tell(Join.create(joined.selfMember().address()));
    PersistentGlobalControlStore opened;
    try {
      opened = PersistentGlobalControlStore.open(system, settings);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
    store = opened;
  }

  public static TestStore open(DatabaseSettings database) {
    return open(settings(database));
  }

  public static TestStore open(GcsSettings settings) {
    return new TestStore(settings, null);
  }

  /** One more node of the other one's cluster, up. */
  public static TestStore join(TestStore other) {
    TestStore joined = new TestStore(settings(other.database), other);
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> Cluster.get(joined.system).selfMember().status() == MemberStatus.up());
    return joined;
  }

  /** Leaves its cluster in order; its shards move. */
  public void leave() {
    Cluster cluster = Cluster.get(system);
    cluster.manager().tell(Leave.create(cluster.selfMember().address()));
    Awaitility.await().atMost(Duration.ofSeconds(120)).until(cluster::isTerminated);
    store.close();
    system.terminate();
    await(system.getWhenTerminated());
  }

  public static GcsSettings settings(DatabaseSettings database) {
    return settings(database, 20, LINEAGE);
  }

  /** Small limits, so that snapshots and compaction happen in tests. */
  public static GcsSettings settings(
      DatabaseSettings database, int snapshotEvery, LineageSettings lineage) {
    return new GcsSettings(database, snapshotEvery, 100, 1 << 20, Duration.ofSeconds(60), lineage);
  }

  public ControlStore store() {
    return store.store();
  }

  public ControlTables tables() {
    return store.tables();
  }

  public LineageLog lineage() {
    return store.lineage();
  }

  public static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(120, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    store.close();
    stop();
  }

  private void stop() {
    system.terminate();
    await(system.getWhenTerminated());
    // Pools close their last connections some moments later, and H2 its file with the last of them.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !Files.exists(database.folder().resolve("gcs.lock.db")));
  }
}
