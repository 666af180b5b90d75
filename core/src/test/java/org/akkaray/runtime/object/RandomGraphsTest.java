package org.akkaray.runtime.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.akkaray.runtime.object.Values.Ref;
import org.junit.jupiter.api.Test;

/**
 * Graphs of random objects, with sharing and cycles, equal their copies in content and shape; also
 * from many threads.
 */
class RandomGraphsTest {
  private static final int THREADS = 8;
  private static final int GRAPHS = 150;

  private final Values values = new Values();

  static final class Node {
    Object content;
    Node other;
    final List<Object> children = new ArrayList<>();
    final Map<String, Object> named = new LinkedHashMap<>();
  }

  record Leaf(int number, Object content) {}

  /**
   * Makes a graph. Objects are shared and cycles closed only among those that are inside the same
   * immutable ones: what exists only once its content does cannot be part of a cycle.
   */
  private static final class Maker {
    private final Random random;
    private List<Object> made = new ArrayList<>();
    private List<Node> nodes = new ArrayList<>();

    Maker(long seed) {
      this.random = new Random(seed);
    }

    Node graph() {
      Node root = node(4);
      closeCycles();
      return root;
    }

    private void closeCycles() {
      nodes.forEach(node -> node.other = nodes.get(random.nextInt(nodes.size())));
    }

    /** What an immutable object holds. */
    private Object inside(int depth) {
      List<Object> outerMade = made;
      List<Node> outerNodes = nodes;
      made = new ArrayList<>();
      nodes = new ArrayList<>();
      Object content = object(depth - 1);
      closeCycles();
      made = outerMade;
      nodes = outerNodes;
      return content;
    }

    private Node node(int depth) {
      Node node = new Node();
      nodes.add(node);
      node.content = object(depth - 1);
      for (int i = random.nextInt(4); i > 0; i--) {
        node.children.add(object(depth - 1));
        node.named.put("name" + i, object(depth - 1));
      }
      return node;
    }

    private Object object(int depth) {
      if (depth > 0 && !made.isEmpty() && random.nextInt(5) == 0) {
        return made.get(random.nextInt(made.size())); // shared
      }
      Object object = fresh(depth);
      made.add(object);
      return object;
    }

    private Object fresh(int depth) {
      return switch (random.nextInt(depth > 0 ? 16 : 8)) {
        case 0 -> random.nextInt();
        case 1 -> "text" + random.nextLong() + (random.nextBoolean() ? "é" : "\uD83D\uDE80");
        case 2 -> random.doubles(random.nextInt(5)).toArray();
        case 3 -> new Ref();
        case 4 -> new StringBuilder("builder" + random.nextInt());
        case 5 -> Thread.State.values()[random.nextInt(6)];
        case 6 -> random.nextLong();
        case 7 -> new byte[random.nextInt(300)];
        case 8 -> new Leaf(random.nextInt(), inside(depth));
        case 9 -> List.of(inside(depth), inside(depth), inside(depth));
        case 10 -> new Object[] {object(depth - 1), null, object(depth - 1)};
        case 11 -> Optional.of(inside(depth));
        case 12 -> Map.of("k", inside(depth));
        case 13 -> new HashMap<>(Map.of(random.nextInt(), object(depth - 1)));
        case 14 -> Arrays.asList(object(depth - 1), null);
        default -> node(depth - 1);
      };
    }
  }

  /**
   * Compares two graphs object by object; each object of one stands for one object of the other.
   */
  private static final class Comparison {
    private final IdentityHashMap<Object, Object> partners = new IdentityHashMap<>();

    void compare(Object original, Object copy, String path) {
      if (original == null || copy == null) {
        assertThat(copy).as(path).isSameAs(original);
        return;
      }
      if (ImmutableTypes.contains(original.getClass())) {
        assertThat(copy).as(path).isEqualTo(original);
        return;
      }
      Object partner = partners.putIfAbsent(original, copy);
      if (partner != null) {
        assertThat(copy == partner).as(path + " is shared").isTrue();
        return;
      }
      if (original instanceof Ref) {
        assertThat(copy).as(path).isSameAs(original);
        return;
      }
      assertThat(copy == original).as(path + " is a copy").isFalse();
      assertThat(copy.getClass()).as(path).isEqualTo(original.getClass());
      compareContent(original, copy, path);
    }

    private void compareContent(Object original, Object copy, String path) {
      switch (original) {
        case Node node -> {
          Node other = (Node) copy;
          compare(node.content, other.content, path + ".content");
          compare(node.children, other.children, path + ".children");
          compare(node.named, other.named, path + ".named");
          compare(node.other, other.other, path + ".other");
        }
        case Leaf leaf -> {
          assertThat(((Leaf) copy).number()).as(path).isEqualTo(leaf.number());
          compare(leaf.content(), ((Leaf) copy).content(), path + ".content");
        }
        case Object[] array ->
            compareAll(Arrays.asList(array), Arrays.asList((Object[]) copy), path);
        case Collection<?> collection -> compareAll(collection, (Collection<?>) copy, path);
        case Map<?, ?> map -> {
          assertThat(((Map<?, ?>) copy).size()).as(path).isEqualTo(map.size());
          map.forEach(
              (key, value) -> compare(value, ((Map<?, ?>) copy).get(key), path + "[" + key + "]"));
        }
        case Optional<?> optional ->
            compare(optional.get(), ((Optional<?>) copy).get(), path + ".get()");
        case StringBuilder text -> assertThat(copy).as(path).hasToString(text.toString());
        default -> assertThat(copy).as(path).isEqualTo(original); // arrays of primitives
      }
    }

    private void compareAll(Collection<?> originals, Collection<?> copies, String path) {
      assertThat(copies.size()).as(path).isEqualTo(originals.size());
      var copy = copies.iterator();
      int i = 0;
      for (Object original : originals) {
        compare(original, copy.next(), path + "[" + i++ + "]");
      }
    }
  }

  private void copyGraph(long seed) {
    Node graph = new Maker(seed).graph();
    new Comparison().compare(graph, values.copy(graph), "seed " + seed + ": graph");
  }

  @Test
  void randomGraphsEqualTheirCopies() {
    long seed = System.nanoTime();
    System.out.println("RandomGraphsTest: seeds " + seed + " and the " + GRAPHS + " that follow");
    for (int i = 0; i < GRAPHS; i++) {
      copyGraph(seed + i);
    }
  }

  @Test
  void manyThreadsCopyAtOnce() throws Exception {
    long seed = System.nanoTime();
    System.out.println("RandomGraphsTest: threads' seeds from " + seed);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all =
          IntStream.range(0, THREADS)
              .<Future<?>>mapToObj(thread ->
                  threads.submit(() ->
                      IntStream.range(0, 40).forEach(i -> copyGraph(seed + thread * 1000L + i))))
              .toList();
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  @Test
  void oneFrozenValueIsReadByManyThreads() throws Exception {
    Node graph = new Maker(42).graph();
    Object frozen = values.freeze(graph);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all =
          IntStream.range(0, THREADS * 10)
              .<Future<?>>mapToObj(i ->
                  threads.submit(() ->
                      new Comparison().compare(graph, values.codec.thaw(frozen), "seed 42: graph")))
              .toList();
      for (Future<?> each : all) {
        each.get();
      }
    }
  }
}
