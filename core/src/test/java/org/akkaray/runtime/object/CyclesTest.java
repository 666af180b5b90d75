package org.akkaray.runtime.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.akkaray.exception.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** References from inside a value back to a part of it: copied, or refused, never lost. */
class CyclesTest {
  private static final Values VALUES = new Values();

  record Box<T>(T content) {}

  static final class Holder {
    Object content;
  }

  /** What goes around a list that holds it in turn, so that the cycle is entered from outside. */
  static Stream<Arguments> enclosures() {
    return Stream.of(
        enclosure("record", Box::new),
        enclosure("Optional", Optional::of),
        enclosure("List.of one", List::of),
        enclosure("List.of many", inner -> List.of(inner, 1, 2, 3)),
        enclosure("Map.of", inner -> Map.of("key", inner)),
        enclosure("unmodifiable list", inner -> Collections.unmodifiableList(listOf(inner))),
        enclosure("synchronized list", inner -> Collections.synchronizedList(listOf(inner))),
        enclosure("Arrays.asList", inner -> Arrays.asList(inner, 1)),
        enclosure("subList", inner -> listOf(inner, 1, 2).subList(0, 2)),
        enclosure("CopyOnWriteArrayList", inner -> new CopyOnWriteArrayList<>(listOf(inner))),
        enclosure("AtomicReference", AtomicReference::new));
  }

  private static Arguments enclosure(String name, Function<Object, Object> around) {
    return Arguments.of(name, around);
  }

  private static List<Object> listOf(Object... elements) {
    return new ArrayList<>(Arrays.asList(elements));
  }

  private static Object only(Object enclosure) {
    return switch (enclosure) {
      case Box<?> box -> box.content();
      case Optional<?> optional -> optional.orElseThrow();
      case List<?> list -> list.getFirst();
      case Map<?, ?> map -> map.get("key");
      case AtomicReference<?> reference -> reference.get();
      default -> throw new AssertionError(enclosure.getClass());
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("enclosures")
  void aCycleThatBeginsAtWhatExistsLastIsCopiedOrRefused(
      String name, Function<Object, Object> around) {
    Holder inner = new Holder();
    Object outer = around.apply(inner);
    inner.content = outer;
    Object copy;
    try {
      copy = VALUES.copy(outer);
    } catch (SerializationException e) {
      assertThat(e).hasMessageContaining("refers back to it");
      return;
    }
    assertThat(((Holder) only(copy)).content).as(name).isSameAs(copy);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("enclosures")
  void aCycleThatBeginsAtAnObjectIsCopied(String name, Function<Object, Object> around) {
    Holder inner = new Holder();
    inner.content = around.apply(inner);
    Holder copy = VALUES.copy(inner);
    assertThat(only(copy.content)).as(name).isSameAs(copy);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("enclosures")
  void whatIsSharedWithoutACycleIsCopied(String name, Function<Object, Object> around) {
    Object shared = around.apply("content");
    List<Object> copy = VALUES.copy(listOf(shared, shared));
    assertThat(only(copy.get(0))).as(name).isEqualTo("content");
    assertThat(only(copy.get(1))).as(name).isEqualTo("content");
  }

  @Test
  void theMessageNamesThePathOfWhatIsReferredTo() {
    Map<String, Object> map = new HashMap<>();
    Box<Map<String, Object>> box = new Box<>(map);
    map.put("box", box);
    assertThatThrownBy(() -> VALUES.copy(new Object[] {"first", box}))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("[1]")
        .hasMessageContaining("Box")
        .hasMessageContaining("refers back to it");
  }
}
