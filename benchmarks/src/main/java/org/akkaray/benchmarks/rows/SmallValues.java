package org.akkaray.benchmarks.rows;

import java.util.ArrayList;
import java.util.List;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;

/** The task that does nothing: it returns the two bytes "ok". */
final class SmallValues {
  private SmallValues() {}

  static byte[] smallValue() {
    return new byte[] {'o', 'k'};
  }

  /** Submits so many. */
  static List<ObjectRef<byte[]>> submit(int count) {
    List<ObjectRef<byte[]>> refs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      refs.add(Ray.task(SmallValues::smallValue).remote());
    }
    return refs;
  }
}
