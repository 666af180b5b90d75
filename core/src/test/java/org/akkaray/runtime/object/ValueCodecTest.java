package org.akkaray.runtime.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.Values.Ref;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * By value: nobody sees another's later change; what cannot change is shared; large values lie in
 * the store.
 */
class ValueCodecTest {
  private static final int LARGE = 100_000;

  private final Values values = new Values();

  record Fixed(int number, String text, UUID id, Fixed next) {}

  record Open(int number, List<String> texts) {}

  record WithArray(int[] array) {}

  record AnyContent(Object content) {}

  record Ping(Pong pong) {}

  record Pong(Ping ping, String text) {}

  static final class Holder {
    List<Ref> refs = new ArrayList<>();
    Map<String, Ref> byName = new HashMap<>();
    Ref[] array = new Ref[2];
    Ref field;
  }

  enum Level {
    LOW
  }

  @Test
  void whatCannotChangeIsShared() {
    Fixed record = new Fixed(1, "a", UUID.randomUUID(), new Fixed(2, "b", UUID.randomUUID(), null));
    for (Object value :
        List.of(
            "text",
            12345678,
            2L,
            record,
            Level.LOW,
            Duration.ofDays(1),
            new Ping(new Pong(null, "x")))) {
      assertThat(values.freeze(value)).isSameAs(value);
      assertThat(values.copy(value)).isSameAs(value);
    }
  }

  @Test
  void whatCanChangeInsideIsNotShared() {
    for (Object value :
        List.of(
            new Open(1, List.of("x")),
            new WithArray(new int[] {1}),
            new AnyContent("x"),
            List.of("x"))) {
      assertThat(values.copy(value)).isNotSameAs(value);
    }
  }

  @Test
  void nullIsAValue() {
    assertThat(values.freeze(null)).isNotNull();
    assertThat(values.<Object>copy(null)).isNull();
  }

  @Test
  void changesAfterFreezingAreNotSeen() {
    Map<String, List<int[]>> source = new HashMap<>();
    source.put("a", new ArrayList<>(List.of(new int[] {1, 2})));
    Object frozen = values.freeze(source);

    source.get("a").getFirst()[0] = 99;
    source.get("a").add(new int[0]);
    source.put("b", null);

    @SuppressWarnings("unchecked") // what was frozen
    Map<String, List<int[]>> copy = (Map<String, List<int[]>>) values.codec.thaw(frozen);
    assertThat(copy).containsOnlyKeys("a");
    assertThat(copy.get("a")).hasSize(1).first().isEqualTo(new int[] {1, 2});
  }

  @Test
  void changesOfOneReaderAreNotSeenByAnother() {
    Object frozen = values.freeze(new ArrayList<>(List.of("a")));
    ((List<?>) values.codec.thaw(frozen)).clear();

    assertThat(values.codec.thaw(frozen)).isEqualTo(List.of("a"));
  }

  @Test
  void arraysSmallAndLargeAreCopiedForEachReader() {
    for (int length : new int[] {0, 1, 10, LARGE}) {
      double[] doubles = new double[length];
      Arrays.setAll(doubles, i -> i);
      Object frozen = values.freeze(doubles);
      double[] expected = doubles.clone();
      Arrays.fill(doubles, -1);
      double[] first = (double[]) values.codec.thaw(frozen);
      assertThat(first).isEqualTo(expected);
      Arrays.fill(first, -2);
      assertThat((double[]) values.codec.thaw(frozen)).isEqualTo(expected);
    }
  }

  @Test
  void arraysOfAllPrimitivesSmallAndLargeComeBack() {
    for (int length : new int[] {3, LARGE}) {
      for (Object array :
          List.of(
              new byte[length],
              new short[length],
              new char[length],
              new int[length],
              new long[length],
              new float[length],
              new double[length],
              new boolean[length])) {
        switch (array) {
          case boolean[] booleans -> booleans[1] = true;
          case char[] chars -> chars[1] = 'é';
          default -> java.lang.reflect.Array.setByte(array, 1, (byte) 5);
        }
        Object frozen = values.freeze(array);
        assertThat(frozen instanceof StoredValue).isEqualTo(length == LARGE);
        assertThat(values.codec.thaw(frozen)).isNotSameAs(array).isEqualTo(array);
      }
    }
  }

  @Test
  void buffersComeBackAsReadOnlyViewsOfOneCopy() {
    for (int size : new int[] {16, LARGE}) {
      ByteBuffer source = ByteBuffer.allocate(size + 8).order(ByteOrder.LITTLE_ENDIAN);
      source.putLong(8, 42).position(8);
      Object frozen = values.freeze(source);
      source.putLong(8, 0);

      ByteBuffer view = (ByteBuffer) values.codec.thaw(frozen);
      assertThat(view.isReadOnly()).isTrue();
      assertThat(view.remaining()).isEqualTo(size);
      assertThat(view.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
      assertThat(view.getLong()).isEqualTo(42);
      assertThat(((ByteBuffer) values.codec.thaw(frozen)).position()).isZero();
      assertThat(source.position()).isEqualTo(8);
    }
    assertThat(values.copy(ByteBuffer.allocateDirect(3)).remaining()).isEqualTo(3);
  }

  @Test
  void segmentsComeBackAsReadOnlyViewsOfOneCopy() {
    try (Arena arena = Arena.ofConfined()) {
      for (int size : new int[] {0, 17, LARGE}) {
        MemorySegment source = arena.allocate(size + 8L, 8).asSlice(0, size);
        if (size > 8) {
          source.set(ValueLayout.JAVA_LONG, 8, 42);
        }
        Object frozen = values.freeze(source);
        source.fill((byte) 0);
        MemorySegment view = (MemorySegment) values.codec.thaw(frozen);
        assertThat(view.byteSize()).isEqualTo(size);
        assertThat(view.isReadOnly()).isTrue();
        if (size > 8) {
          assertThat(view.get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
        }
      }
    }
    MemorySegment inside = MemorySegment.ofArray(new long[] {1, 2});
    assertThat(values.copy(List.of(inside)).getFirst().getAtIndex(ValueLayout.JAVA_LONG, 1))
        .isEqualTo(2);
  }

  @Test
  void aSegmentOfAnotherThreadIsRefusedInWords() throws Exception {
    CompletableFuture<MemorySegment> segment = new CompletableFuture<>();
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofPlatform()
        .start(() -> {
          try (Arena arena = Arena.ofConfined()) {
            segment.complete(arena.allocate(8));
            done.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      MemorySegment others = segment.get();
      assertThatThrownBy(() -> values.freeze(others))
          .hasMessageContaining("cannot be read by this thread");
    } finally {
      done.countDown();
    }
  }

  @Test
  void referencesStayWhatTheyAreWhereverTheyStand() {
    Holder holder = new Holder();
    Ref one = new Ref();
    Ref two = new Ref();
    holder.refs.add(one);
    holder.refs.add(two);
    holder.byName.put("one", one);
    holder.array[1] = two;
    holder.field = one;

    Holder copy = values.copy(holder);

    assertThat(copy).isNotSameAs(holder);
    assertThat(copy.refs).containsExactly(one, two);
    assertThat(copy.byName.get("one")).isSameAs(one);
    assertThat(copy.array).containsExactly(null, two);
    assertThat(copy.field).isSameAs(one);
    assertThat(values.copy(one)).isSameAs(one);
    assertThat(values.copy(new AnyContent(one)).content()).isSameAs(one);
  }

  @Test
  void aFrozenValueKeepsItsReferencesAliveAndLetsThemGoWithIt() {
    Ref ref = new Ref();
    java.lang.ref.WeakReference<Ref> weak = new java.lang.ref.WeakReference<>(ref);
    Object[] frozen = {values.freeze(new ArrayList<>(List.of(ref)))};
    ref = null;
    System.gc();
    assertThat(((List<?>) values.codec.thaw(frozen[0])).getFirst())
        .isSameAs(weak.get())
        .isNotNull();

    frozen[0] = null;
    Awaitility.await()
        .until(() -> {
          System.gc();
          return weak.get() == null;
        });
  }

  @Test
  void largeValuesLieInTheStoreUntilTheyAreFreed() {
    List<Object> large = new ArrayList<>(List.of("x".repeat(LARGE), new Ref()));
    Object frozen = values.freeze(large);

    assertThat(frozen).isInstanceOf(StoredValue.class);
    assertThat(values.store.stats().objects()).isEqualTo(1);
    assertThat(values.store.stats().used()).isGreaterThan(LARGE);
    assertThat(values.codec.thaw(frozen)).isEqualTo(large);
    ((StoredValue) frozen).free();
    ((StoredValue) frozen).free();
    assertThat(values.store.stats().used()).isZero();
    assertThatThrownBy(() -> values.codec.thaw(frozen)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void viewsOfWhatWasFreedThrow() {
    StoredValue frozen = (StoredValue) values.freeze(MemorySegment.ofArray(new byte[LARGE]));
    MemorySegment view = (MemorySegment) frozen.thaw();
    assertThat(view.get(ValueLayout.JAVA_BYTE, 0)).isZero();
    frozen.free();

    assertThatThrownBy(() -> view.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void largeValuesThatNobodyCanReachMakeRoom() {
    for (int i = 0; i < 30; i++) {
      values.freeze(new byte[10_000_000]); // six times what the store can hold
    }
    Awaitility.await()
        .until(() -> {
          System.gc();
          return values.store.stats().objects() == 0;
        });
  }

  @Test
  void aFullStoreIsAnErrorAndLeavesTheCodecWorking() {
    assertThatThrownBy(() -> values.freeze(new byte[(int) Values.CAPACITY + 1]))
        .isInstanceOf(ObjectStoreFullException.class)
        .hasMessageContaining("50000001 bytes");
    List<Object> held = new ArrayList<>();
    held.add(values.freeze(new byte[40_000_000]));
    assertThatThrownBy(
            () -> held.add(values.freeze(new ArrayList<>(List.of(new byte[11_000_000])))))
        .isInstanceOf(ObjectStoreFullException.class)
        .hasMessageContaining("40000000 of 50000000");
    assertThat(values.copy(new ArrayList<>(List.of(1)))).containsExactly(1);
    assertThat(held).hasSize(1);
  }

  @Test
  void anIdThatIsInTheStoreFromAnEarlierAttemptDoesNotMatter() {
    ObjectId id = ObjectId.fromRandom();
    Object first = values.codec.freeze(new byte[LARGE], () -> id);
    Object second = values.codec.freeze(new int[LARGE], () -> id);

    assertThat(values.codec.thaw(first)).isEqualTo(new byte[LARGE]);
    assertThat(values.codec.thaw(second)).isEqualTo(new int[LARGE]);
  }
}
