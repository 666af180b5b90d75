package org.akkaray.gcs.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.gcs.table.Records;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.TaskRecord;
import org.junit.jupiter.api.Test;

class RecordWriterTest {
  @Test
  void aBatchThatCannotBeSentBlocksNoOther() {
    HeldTable<TaskId, TaskRecord> tasks =
        new HeldTable<>(TaskRecord::id) {
          @Override
          public CompletionStage<Void> putAll(Collection<? extends TaskRecord> all) {
            if (all.stream().anyMatch(record -> record.id().equals(Records.id(1)))) {
              throw new IllegalArgumentException("too large");
            }
            return super.putAll(all);
          }
        };
    AtomicInteger settled = new AtomicInteger();
    RecordWriter writer = new RecordWriter(tasks, settled::addAndGet);
    for (int i = 0; i < 100; i++) {
      assertThat(writer.hasRoom()).isTrue();
      writer.write(List.of(Records.task(1)));
    }
    writer.write(List.of(Records.task(2)));
    assertThat(settled).hasValue(101);
    assertThat(writer.written()).isEqualTo(1);
    assertThat(tasks.rows()).containsOnlyKeys(Records.id(2));
  }
}
