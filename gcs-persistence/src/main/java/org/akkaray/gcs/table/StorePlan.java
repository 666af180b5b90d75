package org.akkaray.gcs.table;

import akka.actor.typed.ActorSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.database.StoreDatabase;
import org.akkaray.gcs.database.StoreDescription;
import org.akkaray.runtime.gcs.ControlStoreProvider;
import org.akkaray.runtime.gcs.GlobalControlStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that a node is to have. A host's database is opened on a thread of its own, beside what
 * else the node has to start.
 */
final class StorePlan implements ControlStoreProvider.Plan {
  private static final Logger LOG = LoggerFactory.getLogger(StorePlan.class);
  private static final Duration LAST_ONE = Duration.ofSeconds(3);
  private static final String H2_ADDRESS = "h2.bindAddress";

  private final GcsSettings settings;
  private final StoreDescription description;
  private final @Nullable CompletableFuture<StoreDatabase> database;

  private StorePlan(
      GcsSettings settings,
      StoreDescription description,
      @Nullable CompletableFuture<StoreDatabase> database) {
    this.settings = settings;
    this.description = description;
    this.database = database;
  }

  /**
   * Of a node that begins a cluster.
   *
   * @param host where H2 may listen to the other processes that have its file open
   */
  static StorePlan beginning(GcsSettings settings, StoreDescription description, String host) {
    listenOn(host);
    return opening(settings, description, StoreDatabase::openAlone);
  }

  /** Of a node that hosts shards as others do. */
  static StorePlan hosting(GcsSettings settings, StoreDescription description, String host) {
    listenOn(host);
    return opening(settings, description, StoreDatabase::open);
  }

  private static void listenOn(String host) {
    if (System.getProperty(H2_ADDRESS) == null) {
      System.setProperty(H2_ADDRESS, host);
    }
  }

  private static StorePlan opening(
      GcsSettings settings,
      StoreDescription description,
      Function<DatabaseSettings, StoreDatabase> open) {
    CompletableFuture<StoreDatabase> opening = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("ray-gcs-open")
        .start(() -> {
          try {
            opening.complete(open.apply(settings.database()));
          } catch (RuntimeException | Error e) {
            opening.completeExceptionally(e);
          }
        });
    return new StorePlan(settings, description, opening);
  }

  /** Of a node that only asks. */
  static StorePlan using(GcsSettings settings, StoreDescription description) {
    return new StorePlan(settings, description, null);
  }

  @Override
  public String description() {
    return description.toString();
  }

  @Override
  public GlobalControlStore open(ActorSystem<?> system) {
    if (database == null) {
      return PersistentGlobalControlStore.using(system, settings);
    }
    try {
      return PersistentGlobalControlStore.hosting(system, settings, database.join());
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
  }

  @Override
  public void close() {
    if (database == null) {
      return;
    }
    try {
      database.join().close();
    } catch (CompletionException e) {
      LOG.debug("The database was never open.", e);
    }
    if (description.isTemporary()) {
      try {
        StoreDatabase.deleteIfUnused(settings.database(), LAST_ONE);
      } catch (IOException e) {
        LOG.warn("The temporary control store in {} stays there: {}", settings.database(), e);
      }
    }
  }
}
