package org.akkaray.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskIdTest {
  private static final JobId JOB = JobId.fromInt(7);

  @Test
  void aChildIsAFunctionOfItsParentAndItsIndex() {
    TaskId driver = TaskId.forDriver(JOB);

    assertThat(TaskId.forChild(driver, 5)).isEqualTo(TaskId.forChild(TaskId.forDriver(JOB), 5));
    assertThat(TaskId.forChild(driver, 5)).isNotEqualTo(TaskId.forChild(driver, 6));
    assertThat(TaskId.forChild(driver, 5))
        .isNotEqualTo(TaskId.forChild(TaskId.forChild(driver, 0), 5));
  }

  @Test
  void theDerivationNeverChangesBecauseStoredLineageDependsOnIt() {
    TaskId driver = TaskId.forDriver(JOB);

    assertThat(driver).hasToString("0000000721505e23efffc50387ccf4a5");
    assertThat(TaskId.forChild(driver, 0)).hasToString("0000000792886a8cac37a6ecc8c3111c");
    assertThat(TaskId.forChild(TaskId.forChild(driver, 1), 2))
        .hasToString("000000079bce8c45ddf702be3692635c");
  }

  @Test
  void theRawFormIsTheSameAsTheObjects() {
    TaskId parent = TaskId.forDriver(JOB);
    TaskId child = TaskId.forChild(parent, 123_456_789_012L);

    assertThat(TaskId.childHigh(parent.high(), parent.low(), 123_456_789_012L))
        .isEqualTo(child.high());
    assertThat(TaskId.childLow(parent.high(), parent.low(), 123_456_789_012L))
        .isEqualTo(child.low());
  }

  @Test
  void everyDescendantBelongsToTheJob() {
    TaskId task = TaskId.forDriver(JOB);
    for (int depth = 0; depth < 1000; depth++) {
      assertThat(task.getJobId()).isEqualTo(JOB);
      assertThat(task.toString()).startsWith(JOB.toString());
      task = TaskId.forChild(task, depth);
    }
    assertThat(TaskId.forDriver(JobId.fromInt(-2)).getJobId()).isEqualTo(JobId.fromInt(-2));
  }

  @Test
  void tenMillionNestedChildrenDoNotCollide() {
    long[] lows = new long[10_000_000 + 100_000 + 1000 + 1];
    int count = 0;
    TaskId driver = TaskId.forDriver(JOB);
    lows[count++] = driver.low();
    for (int i = 0; i < 1000; i++) {
      TaskId child = TaskId.forChild(driver, i);
      lows[count++] = child.low();
      for (int j = 0; j < 100; j++) {
        TaskId grandchild = TaskId.forChild(child, j);
        lows[count++] = grandchild.low();
        for (int k = 0; k < 100; k++) {
          lows[count++] = TaskId.childLow(grandchild.high(), grandchild.low(), k);
        }
      }
    }
    assertThat(count).isEqualTo(lows.length);

    Arrays.parallelSort(lows);

    int equalNeighbours = 0;
    for (int i = 1; i < lows.length; i++) {
      equalNeighbours += lows[i] == lows[i - 1] ? 1 : 0;
    }
    assertThat(equalNeighbours).as("the low halves alone are all different").isZero();
  }

  @Test
  void aChainOfFirstChildrenDoesNotRunIntoItself() {
    Set<TaskId> seen = new HashSet<>();
    TaskId task = TaskId.forDriver(JOB);
    for (int depth = 0; depth < 200_000; depth++) {
      assertThat(seen.add(task)).isTrue();
      task = TaskId.forChild(task, 0);
    }
  }

  @Test
  void theUpperBitsAreSpreadAsChanceWould() {
    TaskId driver = TaskId.forDriver(JOB);
    int[] uppers = new int[1_000_000];
    for (int i = 0; i < uppers.length; i++) {
      uppers[i] = (int) TaskId.childHigh(driver.high(), driver.low(), i);
    }
    // Of a million random 32-bit numbers some 116 pairs are equal: 10^12 / 2 / 2^32.
    assertThat(Arrays.stream(uppers).distinct().count()).isBetween(999_800L, 999_950L);
  }

  @Test
  void oneBitOfTheParentOrTheIndexChangesHalfOfTheBits() {
    TaskId driver = TaskId.forDriver(JOB);
    long flipped = 0;
    int trials = 0;
    for (long index = 0; index < 200; index++) {
      for (int bit = 0; bit < 64; bit++) {
        TaskId child = TaskId.forChild(driver, index);
        flipped += difference(child, TaskId.forChild(driver, index ^ 1L << bit));
        flipped +=
            difference(
                child, TaskId.forChild(TaskId.of(driver.high(), driver.low() ^ 1L << bit), index));
        trials += 2;
      }
    }
    assertThat((double) flipped / trials).isBetween(47.0, 49.0); // of 96 bits
  }

  private static int difference(TaskId one, TaskId other) {
    return Long.bitCount(one.high() ^ other.high()) + Long.bitCount(one.low() ^ other.low());
  }
}
