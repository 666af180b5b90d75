package org.akkaray.gcs.shard;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.akkaray.gcs.shard.wire.Change;
import org.akkaray.gcs.shard.wire.Row;
import org.akkaray.gcs.shard.wire.RowsChanged;

/**
 * Decides which of a list of changes are made, each as if those before it were done, and what the
 * one event is that does them.
 */
final class ChangeSet {
  private final ShardState state;
  private final Map<ByteString, Change> net = new LinkedHashMap<>();
  private final List<Boolean> made = new ArrayList<>();
  private final List<Long> versions = new ArrayList<>();

  private ChangeSet(ShardState state) {
    this.state = state;
  }

  static ChangeSet of(List<Change> changes, ShardState state) {
    ChangeSet set = new ChangeSet(state);
    changes.forEach(set::add);
    return set;
  }

  private void add(Change change) {
    Change earlier = net.get(change.getKey());
    long version = state.version(change.getKey());
    boolean exists = earlier == null ? version != 0 : earlier.getKind() != Change.Kind.DELETE;
    boolean now =
        switch (change.getKind()) {
          case PUT -> true;
          case PUT_IF_ABSENT -> !exists;
          // Nobody can have seen what an earlier change of the same event wrote.
          case REPLACE -> earlier == null && exists && version == change.getVersion();
          case DELETE ->
              exists
                  && (change.getVersion() == 0
                      || earlier == null && version == change.getVersion());
          case UNRECOGNIZED -> throw new IllegalArgumentException("An unknown kind of change");
        };
    if (now) {
      net.put(change.getKey(), change);
    }
    made.add(now);
    versions.add(now ? 0 : version);
  }

  boolean changesNothing() {
    return net.isEmpty();
  }

  RowsChanged event() {
    RowsChanged.Builder event = RowsChanged.newBuilder();
    net.forEach((key, change) -> {
      if (change.getKind() == Change.Kind.DELETE) {
        event.addDeleted(key);
      } else {
        event.addWritten(Row.newBuilder().setKey(key).setValue(change.getValue()));
      }
    });
    return event.build();
  }

  ShardReply.Applied reply() {
    return new ShardReply.Applied(made, versions);
  }
}
