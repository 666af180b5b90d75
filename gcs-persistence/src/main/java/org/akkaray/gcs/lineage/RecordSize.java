package org.akkaray.gcs.lineage;

import java.util.Locale;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.gcs.TaskRecord;

/**
 * What of a call fits a row of the task table. A row must fit a message; a call with very many or
 * very large arguments does not, and is written without what is needed to run it again.
 */
final class RecordSize {
  /** Bytes of spec and arguments; a row may have some more. */
  private static final int LIMIT = 150_000;

  /** Arguments that are named although not all are. */
  private static final int FIRST_ARGUMENTS = 1_000;

  private RecordSize() {}

  /** The record, or one that fits and says what it lacks. */
  static TaskRecord fit(TaskRecord record) {
    int count = record.arguments().size();
    if (record.spec().length + (long) count * ObjectId.LENGTH <= LIMIT) {
      return record;
    }
    String lack =
        String.format(
            Locale.ROOT,
            "Too large for the task table: of %,d arguments the first %,d are listed, its spec of"
                + " %,d bytes is left out.",
            count,
            Math.min(count, FIRST_ARGUMENTS),
            record.spec().length);
    return new TaskRecord(
        record.id(),
        record.parent(),
        record.kind(),
        record.name(),
        record.function(),
        record.arguments().subList(0, Math.min(count, FIRST_ARGUMENTS)),
        record.actor(),
        record.previous(),
        new byte[0],
        record.attempt(),
        record.node(),
        record.state(),
        record.reason().isEmpty() ? lack : record.reason() + " " + lack,
        record.submittedMicros(),
        record.startedMicros(),
        record.endedMicros());
  }
}
