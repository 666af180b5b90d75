package org.akkaray.gcs.table;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.lineage.LineageSettings;
import org.akkaray.runtime.OptionRules;

/**
 * The section {@code ray.gcs}; {@code reference.conf} explains the keys.
 *
 * @param snapshotEvery so many events of a shard, at least 10
 * @param deadRows how many rows of a shard may be dead before it is compacted
 * @param cacheBytes of events on the heap
 * @param timeout of a request with all its attempts
 */
public record GcsSettings(
    DatabaseSettings database,
    int snapshotEvery,
    int deadRows,
    long cacheBytes,
    Duration timeout,
    LineageSettings lineage) {
  private static final int DEAD_ROWS = 4096;

  /** Checks the values. */
  public GcsSettings {
    OptionRules.atLeast("ray.gcs.snapshot-every", 10, snapshotEvery);
    OptionRules.atLeast("ray.gcs.cache", 0L, cacheBytes);
    OptionRules.time("ray.gcs.timeout", timeout);
  }

  /**
   * Reads the section.
   *
   * @param usualFolder of an H2 file, if the section names none
   */
  public static GcsSettings of(Config section, Path usualFolder) {
    return of(section, DatabaseSettings.of(section, usualFolder));
  }

  /** Reads the section except for the database. */
  static GcsSettings of(Config section, DatabaseSettings database) {
    return new GcsSettings(
        database,
        section.getInt("snapshot-every"),
        DEAD_ROWS,
        section.getBytes("cache"),
        section.getDuration("timeout"),
        LineageSettings.of(section.getConfig("lineage")));
  }
}
