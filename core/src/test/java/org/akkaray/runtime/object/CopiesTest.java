package org.akkaray.runtime.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What kinds of values are copied, and that a copy equals its original. */
class CopiesTest {
  private static final Values VALUES = new Values();

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  record Point(int x, String name, List<Integer> more) {}

  record Box<T>(T content) {}

  record Chain(String name, Chain next) {}

  private enum Colour {
    RED,
    GREEN {
      @Override
      int shade() {
        return 2;
      }
    };

    int shade() {
      return 1;
    }
  }

  private static class Secret {
    private final int[] numbers = {1, 2};
    private String text = "x";
    private Object self = this;

    private Secret() {}
  }

  private class Inner {
    private int value = 3;
  }

  /** No constructor that could be called without arguments, and one that refuses nonsense. */
  private static final class Strict {
    final int number;

    Strict(int number) {
      if (number == 0) {
        throw new IllegalArgumentException("0");
      }
      this.number = number;
    }
  }

  private static final class NamedList extends ArrayList<String> {
    private static final long serialVersionUID = 1;
    private String name = "list";
  }

  /** Values that equal their copies. */
  static final List<Object> EQUAL_COPIES =
      List.of(
          "",
          "text",
          "日本語 \uD83D\uDE80 \0 ñ",
          1,
          2L,
          3.5,
          'c',
          true,
          (byte) 1,
          (short) 2,
          4.5f,
          new Point(1, "p", List.of(1, 2)),
          new Point(1, "p", new ArrayList<>()),
          new Box<>(List.of("x")),
          new Box<>(null),
          new Chain("a", new Chain("b", null)),
          List.of(),
          List.of(1),
          List.of(1, 2),
          List.of(1, 2, 3),
          Map.of(),
          Map.of("a", 1),
          Map.of("a", 1, "b", 2, "c", 3),
          Set.of(),
          Set.of(1),
          Set.of(1, 2, 3),
          Stream.of(1, null, 2).toList(),
          Stream.of(1, 2, 3).toList(),
          List.copyOf(List.of(1)),
          Optional.of("x"),
          Optional.empty(),
          Optional.of(new ArrayList<>(List.of(1))),
          new EnumMap<>(Map.of(Colour.RED, 1, Colour.GREEN, 2)),
          new EnumMap<>(Colour.class),
          EnumSet.of(Colour.GREEN),
          EnumSet.noneOf(Colour.class),
          Colour.GREEN,
          List.of(Colour.GREEN),
          new ArrayList<>(List.of(1, "a", 2.0)),
          new LinkedList<>(List.of(1, 2)),
          new HashMap<>(Map.of("a", 1)),
          mapWithNulls(),
          new LinkedHashMap<>(Map.of("a", 1)),
          new HashSet<>(Set.of(1, 2)),
          new LinkedHashSet<>(List.of(3, 1, 2)),
          new TreeSet<>(List.of(3, 1, 2)),
          new ConcurrentHashMap<>(Map.of(1, 2)),
          new ConcurrentSkipListMap<>(Map.of(1, 2)),
          ConcurrentHashMap.newKeySet(),
          new CopyOnWriteArrayList<>(List.of(1)),
          Collections.unmodifiableList(new ArrayList<>(List.of(1))),
          Collections.unmodifiableMap(new HashMap<>(Map.of(1, 2))),
          Collections.unmodifiableSet(new HashSet<>(Set.of(1))),
          Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(1, 2))),
          Collections.unmodifiableNavigableSet(new TreeSet<>(Set.of(1))),
          Collections.synchronizedList(new ArrayList<>(List.of(1))),
          Collections.synchronizedMap(new HashMap<>(Map.of(1, 2))),
          Collections.emptyList(),
          Collections.emptyMap(),
          Collections.singleton(1),
          Collections.singletonList(1),
          Collections.singletonMap(1, 2),
          Collections.nCopies(3, 1),
          Collections.checkedList(new ArrayList<>(List.of(1)), Integer.class),
          Arrays.asList(1, 2),
          Arrays.asList("a", null),
          new ArrayList<>(List.of(1, 2, 3)).subList(0, 2),
          List.of(1, 2, 3, 4).subList(1, 3),
          new LinkedList<>(List.of(1, 2, 3)).subList(0, 2),
          Arrays.asList(1, 2, 3).subList(0, 2),
          new HashMap<>(Map.of(1, 2)).keySet(),
          new HashMap<>(Map.of(1, 2)).entrySet(),
          new TreeMap<>(Map.of(1, 2, 3, 4)).headMap(3),
          new TreeMap<>(Map.of(1, 2, 3, 4)).descendingMap(),
          new ArrayList<>(List.of(1, 2)).reversed(),
          new LinkedHashMap<>(Map.of(1, 2)).reversed(),
          new LinkedHashSet<>(List.of(1, 2)).reversed(),
          Map.entry(1, 2),
          new AbstractMap.SimpleEntry<>(1, 2),
          new HashMap<>(Map.of(1, 2)).entrySet().iterator().next(),
          new Date(5),
          new java.sql.Timestamp(5),
          new GregorianCalendar(2020, 1, 1),
          Instant.EPOCH.atZone(BERLIN),
          List.of(BERLIN),
          new BigDecimal("1.50"),
          new Properties(),
          BitSet.valueOf(new long[] {5}),
          UUID.randomUUID(),
          URI.create("http://host/path"),
          Path.of("dir", "file"),
          StandardCharsets.UTF_8,
          List.of(String.class));

  private static Map<Object, Object> mapWithNulls() {
    Map<Object, Object> map = new HashMap<>();
    map.put(null, 1);
    map.put("a", null);
    return map;
  }

  @ParameterizedTest
  @FieldSource("EQUAL_COPIES")
  void aCopyEqualsItsOriginal(Object value) {
    Object copy = VALUES.copy(value);

    assertThat(copy).isEqualTo(value);
    assertThat(value).isEqualTo(copy);
    assertThat(VALUES.copy(List.of(value, value)))
        .isEqualTo(List.of(value, value))
        .satisfies(pair -> {
          if (!ImmutableTypes.contains(value.getClass())) {
            assertThat(pair.get(0)).isSameAs(pair.get(1));
          }
        });
    assertThat(VALUES.copy(new Object[] {value, "last"})).containsExactly(value, "last");
  }

  /** Values without equals, compared by what they print. */
  static Stream<Object> printable() {
    return Stream.of(
        new AtomicInteger(4),
        new AtomicLong(5),
        new AtomicBoolean(true),
        new AtomicReference<>("x"),
        new StringBuilder("abc"),
        new PriorityQueue<>(List.of(3, 1, 2)),
        new ArrayDeque<>(List.of(1, 2)),
        new LinkedBlockingQueue<>(List.of(1, 2)),
        new HashMap<>(Map.of(1, 2)).values(),
        Collections.unmodifiableCollection(new ArrayList<>(List.of(1))),
        Pattern.compile("a+b"));
  }

  @ParameterizedTest
  @MethodSource("printable")
  void aCopyPrintsAsItsOriginal(Object value) {
    assertThat(VALUES.copy(List.of(value)).getFirst()).hasToString(value.toString());
  }

  @Test
  void classesOfAllKindsAreCopiedFieldByField() {
    class Local {
      int value = 9;
    }
    record LocalRecord(String a, int[] b) {}
    Secret secret = VALUES.copy(new Secret());

    assertThat(secret.numbers).containsExactly(1, 2);
    assertThat(secret.text).isEqualTo("x");
    assertThat(secret.self).isSameAs(secret);
    assertThat(VALUES.copy(new Local()).value).isEqualTo(9);
    assertThat(VALUES.copy(new LocalRecord("a", new int[] {7})).b()).containsExactly(7);
    assertThat(VALUES.copy(new Inner()).value).isEqualTo(3);
    assertThat(VALUES.copy(new Strict(4)).number).isEqualTo(4);
    Object anonymous =
        new Object() {
          @Override
          public String toString() {
            return "anonymous " + secret.text;
          }
        };
    assertThat(VALUES.copy(anonymous)).hasToString("anonymous x").isNotSameAs(anonymous);
  }

  @Test
  void subclassesOfCollectionsKeepTheirFields() {
    NamedList list = new NamedList();
    list.add("element");
    list.name = "changed";

    NamedList copy = VALUES.copy(list);

    assertThat(copy).containsExactly("element");
    assertThat(copy.name).isEqualTo("changed");
  }

  @Test
  void sortedMapsKeepTheirComparator() {
    for (Comparator<String> order :
        List.of(
            Comparator.<String>reverseOrder(),
            String.CASE_INSENSITIVE_ORDER,
            Comparator.<String>naturalOrder().thenComparing(Comparator.naturalOrder()))) {
      Map<String, Integer> map = new TreeMap<>(order);
      map.put("b", 1);
      map.put("A", 2);
      map.put("c", 3);
      Map<String, Integer> copy = VALUES.copy(map);
      copy.put("bb", 4);
      map.put("bb", 4);
      assertThat(copy.keySet()).containsExactlyElementsOf(map.keySet());
    }
  }

  @Test
  void orderOfInsertionAndOfAccessIsKept() {
    Map<String, Integer> byAccess = new LinkedHashMap<>(16, 0.75f, true);
    byAccess.put("z", 1);
    byAccess.put("a", 2);
    byAccess.get("z");

    assertThat(VALUES.copy(byAccess).keySet()).containsExactly("a", "z");
  }

  @Test
  void aRandomGoesOnWhereItsOriginalWas() {
    Random random = new Random(5);
    random.nextGaussian();
    Random copy = VALUES.copy(new Box<>(random)).content();

    assertThat(copy.nextGaussian()).isEqualTo(random.nextGaussian());
    assertThat(copy.nextInt()).isEqualTo(random.nextInt());
    assertThat(copy.nextLong()).isEqualTo(random.nextLong());
  }

  @Test
  void arraysOfAllKindsAreCopied() {
    assertThat(VALUES.copy(new int[][] {{1}, {2, 3}, {}}))
        .isDeepEqualTo(new int[][] {{1}, {2, 3}, {}});
    assertThat(VALUES.copy(new String[] {"a", null})).containsExactly("a", null);
    assertThat(VALUES.copy(new Object[0])).isEmpty();
    assertThat(VALUES.copy(new Point[] {new Point(1, "", List.of())})).hasSize(1);
    assertThat(VALUES.copy(new Colour[] {Colour.RED, null})).containsExactly(Colour.RED, null);
    Object[] mixed = VALUES.copy(new Object[] {1, new int[] {1}, new boolean[] {true}});
    assertThat((int[]) mixed[1]).containsExactly(1);
    assertThat((boolean[]) mixed[2]).containsExactly(true);
  }

  @Test
  void cyclesOfAllKindsAreCopied() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    List<Object> listCopy = VALUES.copy(list);
    assertThat(listCopy.getFirst() == listCopy).isTrue();

    Object[] array = new Object[1];
    array[0] = array;
    Object[] arrayCopy = VALUES.copy(array);
    assertThat(arrayCopy[0] == arrayCopy).isTrue();

    Map<String, Object> map = new HashMap<>();
    map.put("me", map);
    Map<String, Object> mapCopy = VALUES.copy(map);
    assertThat(mapCopy.get("me") == mapCopy).isTrue();

    List<Object> inRecord = new ArrayList<>();
    inRecord.add(new Box<>(inRecord));
    List<Object> copy = VALUES.copy(inRecord);
    assertThat(((Box<?>) copy.getFirst()).content() == copy).isTrue();
  }

  @Test
  void largeListsAndMapsAreCopied() {
    Collection<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      numbers.add(i);
    }
    assertThat(VALUES.copy(numbers).equals(numbers)).isTrue();
    Map<String, Integer> map = new HashMap<>();
    numbers.forEach(i -> map.put("key" + i, i));
    assertThat(VALUES.copy(map).equals(map)).isTrue();
    assertThat(VALUES.copy("x".repeat(3_000_000) + TimeUnit.DAYS)).hasSize(3_000_004);
  }
}
