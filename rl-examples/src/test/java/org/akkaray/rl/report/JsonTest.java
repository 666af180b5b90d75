package org.akkaray.rl.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void mapsListsTextNumbersAndNothingAreWritten() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", 1);
    map.put("b", List.of(1.5, true, "x"));
    map.put("c", Arrays.asList((Object) null));
    assertThat(Json.of(map)).isEqualTo("{\"a\": 1, \"b\": [1.5, true, \"x\"], \"c\": [null]}");
  }

  @Test
  void numbersThatJsonDoesNotKnowBecomeNull() {
    assertThat(Json.of(List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NaN)))
        .isEqualTo("[null, null, null]");
  }

  @Test
  void textIsEscaped() {
    assertThat(Json.of("a\"b\\c\nd\u0001")).isEqualTo("\"a\\\"b\\\\c\\nd\\u0001\"");
  }
}
