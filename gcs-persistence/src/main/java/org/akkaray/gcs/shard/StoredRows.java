package org.akkaray.gcs.shard;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.akkaray.gcs.shard.wire.Row;
import org.akkaray.gcs.shard.wire.RowsChanged;

/** The rows of an event, as it was stored. */
record StoredRows(RowsChanged event) {
  List<Row> written() {
    return event.getWrittenList();
  }

  Optional<Row> find(ByteString key) {
    for (int i = 0; i < event.getWrittenCount(); i++) {
      if (event.getWritten(i).getKey().equals(key)) {
        return Optional.of(event.getWritten(i));
      }
    }
    return Optional.empty();
  }
}
