package org.akkaray.benchmarks.gcs;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.table.GcsSettings;
import org.akkaray.gcs.table.PersistentGlobalControlStore;
import org.akkaray.id.JobId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.gcs.LineageLog;
import org.akkaray.runtime.gcs.Table;
import org.akkaray.runtime.gcs.TaskRecord;

/** A cluster of one node with a control store, with the settings of {@code reference.conf}. */
final class BenchControlStore implements AutoCloseable {
  static final int SHARDS = 16;

  /** Specs in one request: at some 100 bytes each, an event of 40 KB for each shard. */
  private static final int BATCH = 6_400;

  private static final int REQUESTS = 8;
  private static final TaskId DRIVER = TaskId.forDriver(JobId.fromInt(1));
  private static final UniqueId NODE = UniqueId.of(7, 7);
  private static final byte[] NO_SPEC = {};

  private final ActorSystem<Void> system;
  private final PersistentGlobalControlStore store;

  BenchControlStore(DatabaseSettings database) {
    Config config =
        ConfigFactory.parseString("akka.cluster.roles = [node]")
            .withFallback(ConfigFactory.parseResources("akka-ray-node.conf"))
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    system = ActorSystem.create(Behaviors.empty(), "gcs-bench", config);
    Cluster cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    GcsSettings defaults = GcsSettings.of(config.getConfig("ray.gcs"), database.folder());
    store =
        PersistentGlobalControlStore.open(
            system,
            new GcsSettings(
                database,
                defaults.snapshotEvery(),
                defaults.deadRows(),
                defaults.cacheBytes(),
                defaults.timeout(),
                defaults.lineage()));
  }

  Table<TaskId, TaskRecord> tasks() {
    return store.tables().tasks();
  }

  LineageLog lineage() {
    return store.lineage();
  }

  static TaskId id(long index) {
    return TaskId.forChild(DRIVER, index);
  }

  static TaskRecord task(long index) {
    return new TaskRecord(
        id(index),
        DRIVER,
        TaskRecord.Kind.TASK,
        "org.example.Work.step",
        "org.example.Work.step",
        List.of(ObjectId.forReturn(DRIVER, 0)),
        null,
        null,
        NO_SPEC,
        0,
        NODE,
        TaskRecord.State.FINISHED,
        "",
        1_764_000_000_000_000L,
        1_764_000_000_000_400L,
        1_764_000_000_000_900L);
  }

  /** Writes specs, and returns when all are durable. */
  void write(long from, long to) {
    Semaphore free = new Semaphore(REQUESTS);
    Throwable[] failed = new Throwable[1];
    for (long at = from; at < to; at += BATCH) {
      free.acquireUninterruptibly();
      List<TaskRecord> batch =
          LongStream.range(at, Math.min(to, at + BATCH)).mapToObj(BenchControlStore::task).toList();
      tasks()
          .putAll(batch)
          .whenComplete((done, failure) -> {
            if (failure != null) {
              failed[0] = failure;
            }
            free.release();
          });
    }
    free.acquireUninterruptibly(REQUESTS);
    if (failed[0] != null) {
      throw new IllegalStateException("Specs were not written", failed[0]);
    }
  }

  /** Looks one up that must be there. */
  void lookUp(long index) {
    if (await(tasks().get(id(index))).isEmpty()) {
      throw new IllegalStateException("Spec " + index + " is missing");
    }
  }

  static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("akka-ray-bench-gcs");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    store.close();
    system.terminate();
    await(system.getWhenTerminated());
  }
}
