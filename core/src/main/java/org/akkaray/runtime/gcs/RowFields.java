package org.akkaray.runtime.gcs;

import java.util.Map;

/** A record that people can list: its fields by name, as text, in the order of the columns. */
public interface RowFields {
  /** Name to value; what is not set is an empty text. */
  Map<String, String> fields();
}
