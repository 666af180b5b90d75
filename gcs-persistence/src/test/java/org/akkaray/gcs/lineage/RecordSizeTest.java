package org.akkaray.gcs.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.akkaray.gcs.rows.TaskSchema;
import org.akkaray.gcs.table.Records;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.gcs.TaskRecord;
import org.junit.jupiter.api.Test;

class RecordSizeTest {
  private static TaskRecord record(int arguments, int specBytes) {
    TaskRecord plain = Records.task(1);
    List<ObjectId> ids =
        IntStream.range(0, arguments).mapToObj(i -> ObjectId.forReturn(Records.DRIVER, i)).toList();
    return new TaskRecord(
        plain.id(),
        plain.parent(),
        plain.kind(),
        plain.name(),
        plain.function(),
        ids,
        plain.actor(),
        plain.previous(),
        new byte[specBytes],
        plain.attempt(),
        plain.node(),
        plain.state(),
        plain.reason(),
        plain.submittedMicros(),
        plain.startedMicros(),
        plain.endedMicros());
  }

  @Test
  void aCallOfUsualSizeIsLeftAsItIs() {
    TaskRecord record = record(100, 10_000);
    assertThat(RecordSize.fit(record)).isSameAs(record);
  }

  @Test
  void aCallOfTenThousandArgumentsFitsARowAndSaysWhatItLacks() {
    TaskRecord fit = RecordSize.fit(record(10_000, 300_000));
    assertThat(new TaskSchema().write(fit).size()).isLessThan(100_000);
    assertThat(fit.arguments()).hasSize(1_000);
    assertThat(fit.reason())
        .isEqualTo(
            "Too large for the task table: of 10,000 arguments the first 1,000 are listed, its"
                + " spec of 300,000 bytes is left out.");
  }
}
