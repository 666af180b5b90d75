package org.akkaray.benchmarks.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.benchmarks.harness.Bench;
import org.akkaray.benchmarks.harness.Row;

/** {@code put} and {@code get}. */
final class ObjectRows implements RowGroup {
  static final String GET = "single client get calls";
  static final String PUT = "single client put calls";
  private static final String MULTI_PUT = "multi client put calls";
  private static final String PUT_GIGABYTES = "single client put gigabytes";
  private static final String PUT_80_MB = "single client put gigabytes (80 MB arrays)";
  private static final String MULTI_PUT_GIGABYTES = "multi client put gigabytes";
  private static final String GET_10K_REFS = "single client get object containing 10k refs";

  private static final int LONGS_OF_80_MB = 10 * 1024 * 1024;
  private static final double GIGABYTES_OF_80_MB = 8.0 * LONGS_OF_80_MB / 1e9;

  /** An array of 800 MB, its copy, and the last copy, which waits for the garbage collector. */
  private static final long HEAP_FOR_800_MB = 4_000_000_000L;

  @Override
  public void run(Bench bench) {
    if (bench.selects(
        GET, PUT, MULTI_PUT, PUT_GIGABYTES, PUT_80_MB, MULTI_PUT_GIGABYTES, GET_10K_REFS)) {
      Sessions.onThisMachine(() -> measure(bench));
    }
  }

  private static void measure(Bench bench) {
    ObjectRef<Integer> value = Ray.put(0);
    bench.time(Row.rate(GET, 1, () -> Ray.get(value)));
    bench.time(Row.rate(PUT, 1, () -> Ray.put(0)));
    bench.time(
        Row.rate(
            MULTI_PUT,
            1000,
            () -> Ray.get(tenTimes(() -> Ray.task(ObjectRows::putSmall).remote()))));
    if (bench.selects(PUT_GIGABYTES) && Runtime.getRuntime().maxMemory() >= HEAP_FOR_800_MB) {
      long[] large = new long[10 * LONGS_OF_80_MB];
      bench.time(Row.gigabytes(PUT_GIGABYTES, 10 * GIGABYTES_OF_80_MB, () -> Ray.put(large)));
    }
    if (bench.selects(PUT_80_MB)) {
      long[] array = new long[LONGS_OF_80_MB];
      bench.time(Row.gigabytes(PUT_80_MB, GIGABYTES_OF_80_MB, () -> Ray.put(array)));
    }
    bench.time(
        Row.gigabytes(
            MULTI_PUT_GIGABYTES,
            100 * GIGABYTES_OF_80_MB,
            () -> Ray.get(tenTimes(() -> Ray.task(ObjectRows::putLarge).remote()))));
    if (bench.selects(GET_10K_REFS)) {
      ObjectRef<List<ObjectRef<Integer>>> holder = Ray.task(ObjectRows::tenThousandRefs).remote();
      bench.time(Row.rate(GET_10K_REFS, 1, () -> Ray.get(holder)));
    }
  }

  private static List<ObjectRef<Integer>> tenTimes(Supplier<ObjectRef<Integer>> submit) {
    return IntStream.range(0, 10).mapToObj(i -> submit.get()).toList();
  }

  static Integer putSmall() {
    for (int i = 0; i < 100; i++) {
      Ray.put(0);
    }
    return 0;
  }

  static Integer putLarge() {
    for (int i = 0; i < 10; i++) {
      Ray.put(new long[LONGS_OF_80_MB]);
    }
    return 0;
  }

  static List<ObjectRef<Integer>> tenThousandRefs() {
    List<ObjectRef<Integer>> refs = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      refs.add(Ray.put(1));
    }
    return refs;
  }
}
