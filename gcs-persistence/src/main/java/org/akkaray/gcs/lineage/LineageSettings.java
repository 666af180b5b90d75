package org.akkaray.gcs.lineage;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Arrays;
import org.akkaray.runtime.OptionRules;

/**
 * The section {@code ray.gcs.lineage}.
 *
 * @param batchInterval after which a batch leaves
 * @param delay how long a call may take and leave nothing
 * @param bound how many calls may wait for the store
 * @param historyPerSecond how many calls that nobody needs are logged for people
 * @param history how many forgotten calls stay in the table, per node
 */
public record LineageSettings(
    Mode mode,
    Duration batchInterval,
    Duration delay,
    int bound,
    int historyPerSecond,
    int history) {
  /** When a call may run. */
  public enum Mode {
    ASYNC,
    SYNC,
    OFF
  }

  /** Checks the values. */
  public LineageSettings {
    OptionRules.time("ray.gcs.lineage.batch-interval", batchInterval);
    OptionRules.time("ray.gcs.lineage.delay", delay);
    OptionRules.atLeast("ray.gcs.lineage.bound", 1, bound);
    OptionRules.atLeast("ray.gcs.lineage.history-per-second", 0, historyPerSecond);
    OptionRules.atLeast("ray.gcs.lineage.history", 0, history);
  }

  /** Reads the section. */
  public static LineageSettings of(Config section) {
    String name = section.getString("mode");
    Mode mode =
        Arrays.stream(Mode.values())
            .filter(each -> each.name().equalsIgnoreCase(name))
            .findFirst()
            .orElseThrow(
                () -> OptionRules.bad("ray.gcs.lineage.mode", "must be async, sync or off", name));
    return new LineageSettings(
        mode,
        section.getDuration("batch-interval"),
        section.getDuration("delay"),
        section.getInt("bound"),
        section.getInt("history-per-second"),
        section.getInt("history"));
  }
}
