package org.akkaray.objectstore.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsfAllocatorTest {
  private static final long CAPACITY = 1 << 20;

  @Test
  void theWholeRangeIsOneBlockBeforeAndAfterUse() {
    TlsfAllocator allocator = new TlsfAllocator(1000 * 64);
    int all = allocator.allocate(1000 * 64);

    assertThat(allocator.offset(all)).isZero();
    assertThat(allocator.size(all)).isEqualTo(1000 * 64);
    assertThat(allocator.allocate(1)).isEqualTo(TlsfAllocator.NONE);
    allocator.free(all);
    assertThat(allocator.used()).isZero();
    assertThat(allocator.allocate(1000 * 64)).isNotEqualTo(TlsfAllocator.NONE);
  }

  @Test
  void aBlockThatJustFitsIsFound() {
    TlsfAllocator allocator = new TlsfAllocator(1000 * 64);
    int first = allocator.allocate(7 * 64);
    int middle = allocator.allocate(990 * 64);
    assertThat(middle).isNotEqualTo(TlsfAllocator.NONE);
    int last = allocator.allocate(3 * 64);
    assertThat(last).isNotEqualTo(TlsfAllocator.NONE);
    allocator.free(middle);
    assertThat(allocator.allocate(991 * 64)).isEqualTo(TlsfAllocator.NONE);
    assertThat(allocator.allocate(990 * 64)).isNotEqualTo(TlsfAllocator.NONE);
    allocator.free(first);
    allocator.free(last);
  }

  @Test
  void nothingIsABlockOfOneUnit() {
    TlsfAllocator allocator = new TlsfAllocator(CAPACITY);

    int empty = allocator.allocate(0);

    assertThat(allocator.size(empty)).isEqualTo(64);
    assertThat(allocator.used()).isEqualTo(64);
  }

  @Test
  void aBlockIsGivenBackOnce() {
    TlsfAllocator allocator = new TlsfAllocator(CAPACITY);
    int block = allocator.allocate(100);
    allocator.free(block);

    assertThatThrownBy(() -> allocator.free(block)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> allocator.free(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> allocator.free(9999)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TlsfAllocator(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void moreThanThereCanBeIsRefused() {
    TlsfAllocator allocator = new TlsfAllocator(CAPACITY);

    assertThat(allocator.allocate(CAPACITY + 1)).isEqualTo(TlsfAllocator.NONE);
    assertThat(allocator.allocate(Long.MAX_VALUE - 64)).isEqualTo(TlsfAllocator.NONE);
    assertThat(new TlsfAllocator(63).allocate(1)).isEqualTo(TlsfAllocator.NONE);
  }

  @Test
  void aBlockGrowsIntoFreeMemoryBehindItAndNoFurther() {
    TlsfAllocator allocator = new TlsfAllocator(CAPACITY);
    int first = allocator.allocate(64);
    assertThat(allocator.extend(first, CAPACITY)).isTrue();
    assertThat(allocator.used()).isEqualTo(CAPACITY);
    assertThat(allocator.extend(first, CAPACITY + 1)).isFalse();

    allocator.shrink(first, 128);
    int second = allocator.allocate(64);
    assertThat(allocator.extend(first, 192)).isFalse();
    assertThat(allocator.size(first)).isEqualTo(128);

    allocator.free(first);
    allocator.free(second);
    assertThat(allocator.largestFree()).isEqualTo(CAPACITY);
    assertThatThrownBy(() -> allocator.extend(first, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void blocksNeverOverlapAndAllOfThemCoalesce(long seed) {
    Random random = new Random(seed);
    TlsfAllocator allocator = new TlsfAllocator(CAPACITY);
    Map<Long, Integer> inUse = new TreeMap<>();
    List<Integer> handles = new ArrayList<>();
    long used = 0;
    for (int i = 0; i < 20_000; i++) {
      if (!handles.isEmpty() && random.nextInt(5) == 0) {
        int block = handles.get(random.nextInt(handles.size()));
        long before = allocator.size(block);
        long wanted = (long) (before * random.nextDouble(2));
        if (wanted < before) {
          allocator.shrink(block, wanted);
          assertThat(allocator.size(block)).isBetween(Math.max(1, wanted), wanted + 64);
        } else {
          boolean larger = allocator.extend(block, wanted);
          assertThat(allocator.size(block))
              .as("seed %s, step %s", seed, i)
              .isBetween(larger ? wanted : before, larger ? wanted + 63 : before);
        }
        used += allocator.size(block) - before;
      } else if (handles.isEmpty() || random.nextInt(5) < 3) {
        long wanted = (long) Math.exp(random.nextDouble() * Math.log(CAPACITY / 8.0));
        int block = allocator.allocate(wanted);
        if (block != TlsfAllocator.NONE) {
          long offset = allocator.offset(block);
          long size = allocator.size(block);
          assertThat(size).as("seed %s, step %s", seed, i).isBetween(wanted, wanted + 63);
          assertThat(offset % 64).isZero();
          assertThat(inUse.put(offset, block)).isNull();
          handles.add(block);
          used += size;
        }
      } else {
        int block = handles.remove(random.nextInt(handles.size()));
        used -= allocator.size(block);
        inUse.remove(allocator.offset(block));
        allocator.free(block);
      }
      assertThat(allocator.used()).as("seed %s, step %s", seed, i).isEqualTo(used);
      if (i % 100 == 0) {
        long end = 0;
        for (Map.Entry<Long, Integer> block : inUse.entrySet()) {
          assertThat(block.getKey()).as("seed %s, step %s", seed, i).isGreaterThanOrEqualTo(end);
          end = block.getKey() + allocator.size(block.getValue());
        }
        assertThat(end).isLessThanOrEqualTo(CAPACITY);
      }
    }
    Collections.shuffle(handles, random);
    handles.forEach(allocator::free);
    assertThat(allocator.used()).isZero();
    assertThat(allocator.largestFree()).as("seed %s", seed).isEqualTo(CAPACITY);
    assertThat(allocator.allocate(CAPACITY)).isNotEqualTo(TlsfAllocator.NONE);
  }
}
