package org.akkaray.runtime.gcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.akkaray.runtime.OptionRules;

/**
 * Which records of a table to list.
 *
 * @param conditions all must hold
 * @param limit how many at most, at least 1
 */
public record TableQuery(List<Condition> conditions, int limit) {
  /** Checks the limit. */
  public TableQuery {
    conditions = List.copyOf(conditions);
    OptionRules.atLeast("limit", 1, limit);
  }

  /**
   * A field has a value, or has not. Fields are named and written as in {@link RowFields}.
   *
   * @param negated whether the field must not have the value
   */
  public record Condition(String field, String value, boolean negated) {
    /** Whether the condition holds for the value of the field. */
    public boolean holds(String actual) {
      return actual.equalsIgnoreCase(value) != negated;
    }
  }

  /** The first records, whatever they are. */
  public static TableQuery first(int limit) {
    return new TableQuery(List.of(), limit);
  }

  /** Whether all conditions hold; a field that a record has not is empty. */
  public boolean selects(Map<String, String> fields) {
    return conditions.stream()
        .allMatch(condition -> condition.holds(fields.getOrDefault(condition.field(), "")));
  }

  /** As this, and the field must have the value. */
  public TableQuery where(String field, String value) {
    List<Condition> all = new ArrayList<>(conditions);
    all.add(new Condition(field, value, false));
    return new TableQuery(all, limit);
  }
}
