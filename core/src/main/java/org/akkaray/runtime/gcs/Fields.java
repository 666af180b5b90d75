package org.akkaray.runtime.gcs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the {@link RowFields} of a record in their order. */
final class Fields {
  private final Map<String, String> values = new LinkedHashMap<>();

  Fields with(String name, @Nullable Object value) {
    values.put(name, value == null ? "" : value.toString());
    return this;
  }

  Map<String, String> all() {
    return Collections.unmodifiableMap(values);
  }
}
