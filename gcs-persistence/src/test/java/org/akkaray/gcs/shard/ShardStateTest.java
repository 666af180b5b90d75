package org.akkaray.gcs.shard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.akkaray.gcs.shard.wire.Row;
import org.akkaray.gcs.shard.wire.RowsChanged;
import org.junit.jupiter.api.Test;

class ShardStateTest {
  private static final int KEYS = 400;

  /** For each key the event that wrote it last, kept in the plainest way. */
  @Test
  void aRandomHistoryEqualsThatOfAMap() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ShardState state = new ShardState();
    Map<ByteString, Long> model = new HashMap<>();
    for (long event = 1; event <= 3_000; event++) {
      RowsChanged changed = randomEvent(random);
      state.apply(changed);
      for (Row row : changed.getWrittenList()) {
        model.put(row.getKey(), event);
      }
      changed.getDeletedList().forEach(model::remove);
      if (random.nextInt(100) == 0) {
        state = ShardState.of(state.toSnapshot());
      }
      if (event % 50 == 0) {
        check(state, model, event, seed);
      }
    }
  }

  private static void check(ShardState state, Map<ByteString, Long> model, long event, long seed) {
    for (int i = 0; i < KEYS; i++) {
      assertThat(state.version(key(i)))
          .as("seed %d, event %d, key %d", seed, event, i)
          .isEqualTo(model.getOrDefault(key(i), 0L));
    }
    assertThat(state.size()).as("seed %d", seed).isEqualTo(model.size());
    assertThat(state.oldestNeeded())
        .as("seed %d, event %d", seed, event)
        .isEqualTo(model.values().stream().mapToLong(each -> each).min().orElse(event + 1));
    Set<Long> needed = new LinkedHashSet<>();
    for (long at = state.neededBefore(Long.MAX_VALUE); at != 0; at = state.neededBefore(at)) {
      needed.add(at);
    }
    assertThat(needed)
        .as("seed %d, event %d", seed, event)
        .containsExactlyInAnyOrderElementsOf(Set.copyOf(model.values()));
  }

  private static RowsChanged randomEvent(Random random) {
    RowsChanged.Builder event = RowsChanged.newBuilder();
    Set<Integer> keys = new LinkedHashSet<>();
    // Waves that fill and empty it, so that the index grows and shrinks.
    int count = random.nextInt(20);
    for (int i = 0; i < count; i++) {
      keys.add(random.nextInt(KEYS));
    }
    boolean deletes = random.nextInt(3) == 0;
    for (int key : keys) {
      if (deletes) {
        event.addDeleted(key(key));
      } else {
        event.addWritten(Row.newBuilder().setKey(key(key)));
      }
    }
    return event.build();
  }

  private static ByteString key(int i) {
    return ByteString.copyFromUtf8("key-" + i);
  }

  @Test
  void aReplayOfTheSameEventsGivesTheSameState() {
    Random random = new Random(1);
    List<RowsChanged> events = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      events.add(randomEvent(random));
    }
    ShardState first = new ShardState();
    events.forEach(first::apply);
    ShardState second = new ShardState();
    events.subList(0, 250).forEach(second::apply);
    second = ShardState.of(second.toSnapshot());
    events.subList(250, 500).forEach(second::apply);
    for (int i = 0; i < KEYS; i++) {
      assertThat(second.version(key(i))).isEqualTo(first.version(key(i)));
    }
    assertThat(second.sequence()).isEqualTo(first.sequence());
    assertThat(second.deadRows()).isEqualTo(first.deadRows());
  }

  @Test
  void anIndexOfAMillionTakesLessThanThirtyBytesAKey() {
    ShardState state = new ShardState();
    for (int event = 0; event < 1000; event++) {
      RowsChanged.Builder rows = RowsChanged.newBuilder();
      for (int i = 0; i < 1000; i++) {
        rows.addWritten(Row.newBuilder().setKey(key(event * 1000 + i)));
      }
      state.apply(rows.build());
    }
    assertThat(state.size()).isEqualTo(1_000_000);
    assertThat(state.heapBytes()).isLessThan(30_000_000);
  }

  @Test
  void keysAreSpreadEvenlyOverShards() {
    int[] counts = new int[16];
    for (int i = 0; i < 16_000; i++) {
      counts[KeyHash.shard(key(i), 16)]++;
    }
    assertThat(IntStream.of(counts)).allSatisfy(count -> assertThat(count).isBetween(800, 1200));
  }

  /** What is stored depends on it. The numbers are those of another implementation. */
  @Test
  void theHashOfAKeyNeverChanges() {
    assertThat(KeyHash.of(ByteString.EMPTY)).isEqualTo(0L);
    assertThat(KeyHash.of(ByteString.copyFromUtf8("key"))).isEqualTo(1251474764216156822L);
    assertThat(KeyHash.of(ByteString.copyFromUtf8("a key of more than eight bytes")))
        .isEqualTo(271656702883900033L);
  }
}
