package org.akkaray.benchmarks.rows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.benchmarks.harness.Bench;

/** Calls with thousands of references. */
final class ManyRefsRows implements RowGroup {
  /**
   * A list of 10,000 references is one argument, and the task gets them all: tasks have at most six
   * arguments of their own.
   */
  static final String ARGUMENTS = "task with 10,000 ref arguments";

  /** A task that returns 3,000 objects, and a get of them. */
  static final String RETURNS = "task with 3,000 returns";

  /** 10,000 puts, and one get of the list. */
  static final String GET = "get of 10,000 refs";

  private static final int REFS = 10_000;
  private static final int RETURN_COUNT = 3_000;

  @Override
  public void run(Bench bench) {
    if (bench.selects(ARGUMENTS, RETURNS, GET)) {
      Sessions.onThisMachine(() -> measure(bench));
    }
  }

  private static void measure(Bench bench) {
    List<ObjectRef<Integer>> ones = ones();
    bench.repeatSeconds(
        ARGUMENTS, () -> expect(REFS, Ray.task(ManyRefsRows::sum, ones).remote().get()));
    bench.repeatSeconds(
        RETURNS,
        () ->
            expect(
                RETURN_COUNT,
                Ray.get(Ray.multiTask(ManyRefsRows::manyOnes).setNumReturns(RETURN_COUNT).remote())
                    .size()));
    bench.repeatSeconds(GET, () -> expect(REFS, Ray.get(ones()).size()));
  }

  private static List<ObjectRef<Integer>> ones() {
    List<ObjectRef<Integer>> refs = new ArrayList<>(REFS);
    for (int i = 0; i < REFS; i++) {
      refs.add(Ray.put(1));
    }
    return refs;
  }

  static Integer sum(List<ObjectRef<Integer>> refs) {
    return Ray.get(refs).stream().mapToInt(Integer::intValue).sum();
  }

  static List<Integer> manyOnes() {
    return Collections.nCopies(RETURN_COUNT, 1);
  }

  private static void expect(int expected, int actual) {
    if (expected != actual) {
      throw new IllegalStateException("expected " + expected + " values, got " + actual);
    }
  }
}
