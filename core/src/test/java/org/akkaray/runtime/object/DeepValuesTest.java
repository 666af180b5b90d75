package org.akkaray.runtime.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.akkaray.exception.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepValuesTest {
  private final Values values = new Values();

  static final class Link {
    final int number;
    final Link next;

    Link(int number, Link next) {
      this.number = number;
      this.next = next;
    }
  }

  private static Link chain(int length) {
    Link link = null;
    for (int i = 0; i < length; i++) {
      link = new Link(i, link);
    }
    return link;
  }

  private static List<Object> nested(int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = 1; i < depth; i++) {
      list = new ArrayList<>(List.of(list));
    }
    return list;
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000, 9_900})
  void deepValuesAreCopied(int depth) {
    int length = 0;
    for (Link link = values.copy(chain(depth)); link != null; link = link.next) {
      length++;
    }
    assertThat(length).isEqualTo(depth);
    int levels = 0;
    for (List<?> list = values.copy(nested(depth / 2));
        list != null;
        list = list.isEmpty() ? null : (List<?>) list.getFirst()) {
      levels++;
    }
    assertThat(levels).isEqualTo(depth / 2);
  }

  @Test
  void tooDeepAValueIsRefusedWithTheLimitAndTheCodecWorksOn() {
    for (Object value : List.of(chain(100_000), nested(100_000), chain(1_000_000))) {
      assertThatThrownBy(() -> values.freeze(value))
          .isInstanceOf(SerializationException.class)
          .hasMessageContainingAll("nested too deep", "10000 levels");
      assertThat(values.copy(new ArrayList<>(List.of(1)))).containsExactly(1);
    }
    assertThat(values.copy(chain(10)).number).isEqualTo(9);
  }

  @Test
  void aReaderWithLittleStackLeftReadsDeepValuesToo() throws Exception {
    Object frozen = values.freeze(chain(2_000));
    CompletableFuture<Object> read = new CompletableFuture<>();
    Thread reader =
        new Thread(null, () -> read.complete(values.codec.thaw(frozen)), "small stack", 200_000);
    reader.start();
    reader.join();

    assertThat(((Link) read.join()).number).isEqualTo(1_999);
  }
}
