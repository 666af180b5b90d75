package org.akkaray.runtime.node;

import static org.akkaray.runtime.node.NodesInOneJvm.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.WaitResult;
import org.akkaray.call.TaskCaller;
import org.akkaray.exception.ObjectLostException;
import org.akkaray.id.UniqueId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Objects that are too large for messages, between nodes that cannot read each other's memory. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LargeObjectsTest {
  private static final int MEGABYTE = 1 << 20;
  private static NodesInOneJvm nodes;

  @BeforeAll
  static void begin() {
    nodes = new NodesInOneJvm(false, 64L << 20, "a", "b");
  }

  @AfterAll
  static void end() {
    nodes.close();
  }

  /** Deletion reaches all copies. */
  @AfterEach
  void nothingStaysInAnyStore() {
    nodes.awaitEmptyStores();
    nodes.awaitAllFree();
  }

  static byte[] bytes(int size, int seed) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) seed);
    return bytes;
  }

  static byte[] plusOne(byte[] bytes) {
    byte[] more = bytes.clone();
    for (int i = 0; i < more.length; i++) {
      more[i]++;
    }
    return more;
  }

  static int first(byte[] bytes) {
    return bytes[0];
  }

  static int sumOfFirsts(List<ObjectRef<byte[]>> refs) {
    return Ray.get(refs).stream().mapToInt(bytes -> bytes[0]).sum();
  }

  static List<ObjectRef<byte[]>> puts(int count) {
    List<ObjectRef<byte[]>> refs = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      refs.add(Ray.put(bytes(MEGABYTE, i)));
    }
    return refs;
  }

  static MemorySegment segment(ByteBuffer buffer) {
    return MemorySegment.ofBuffer(buffer.asReadOnlyBuffer().duplicate());
  }

  static long length(String text) {
    return text.length();
  }

  static String text(int length) {
    return "x".repeat(length);
  }

  static UniqueId where(byte[] bytes) {
    return Ray.getRuntimeContext().getCurrentNodeId();
  }

  private static <R> TaskCaller<R> on(String node, TaskCaller<R> task) {
    return task.setResource(node, 1.0);
  }

  @Test
  void aLargeArgumentAndALargeResultTravel() throws Exception {
    byte[] result =
        nodes.inDriver(() -> {
          ObjectRef<byte[]> argument = Ray.put(bytes(3 * MEGABYTE, 1));
          ObjectRef<byte[]> two = on("a", Ray.task(LargeObjectsTest::plusOne, argument)).remote();
          return on("b", Ray.task(LargeObjectsTest::plusOne, two)).remote().get(SOON);
        });
    assertThat(result).hasSize(3 * MEGABYTE).containsOnly(3);
  }

  @Test
  void aValueGivenAsItIsTravelsToo() throws Exception {
    assertThat(
            nodes.inDriver(() ->
                on("a", Ray.task(LargeObjectsTest::first, bytes(MEGABYTE, 7))).remote().get(SOON)))
        .isEqualTo(7);
  }

  @Test
  void referencesInAListAreReadWhereTheListGoes() throws Exception {
    int sum =
        nodes.inDriver(() -> {
          List<ObjectRef<byte[]>> refs = new ArrayList<>(puts(2));
          refs.add(on("a", Ray.task(LargeObjectsTest::bytes, MEGABYTE, 10)).remote());
          return on("b", Ray.task(LargeObjectsTest::sumOfFirsts, refs)).remote().get(SOON);
        });
    assertThat(sum).isEqualTo(13);
  }

  @Test
  void whatAWorkerPutIsReadByWhoGetsTheReferences() throws Exception {
    int sum =
        nodes.inDriver(() -> {
          ObjectRef<List<ObjectRef<byte[]>>> made =
              on("a", Ray.task(LargeObjectsTest::puts, 3)).remote();
          return sumOfFirsts(made.get(SOON))
              + on("b", Ray.task(LargeObjectsTest::sumOfFirsts, made)).remote().get(SOON);
        });
    assertThat(sum).isEqualTo(12);
  }

  @Test
  void viewsComeOutAsViews() throws Exception {
    MemorySegment view =
        nodes.inDriver(() -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes(MEGABYTE, 5));
          ObjectRef<MemorySegment> ref =
              on("a", Ray.task(LargeObjectsTest::segment, buffer)).remote();
          MemorySegment segment = ref.get(SOON);
          assertThat(segment.get(ValueLayout.JAVA_BYTE, MEGABYTE - 1)).isEqualTo((byte) 5);
          assertThat(segment.isReadOnly()).isTrue();
          return MemorySegment.ofArray(segment.toArray(ValueLayout.JAVA_BYTE));
        });
    assertThat(view.byteSize()).isEqualTo(MEGABYTE);
  }

  @Test
  void theOwnerKnowsAllCopiesOfAnObjectThatThreeNodesRead() throws Exception {
    long before = NodesInOneJvm.pulled(nodes.node(1));
    nodes.inDriver(() -> {
      ObjectRef<byte[]> made = on("a", Ray.task(LargeObjectsTest::bytes, MEGABYTE, 4)).remote();
      assertThat(on("b", Ray.task(LargeObjectsTest::first, made)).remote().get(SOON)).isEqualTo(4);
      assertThat(made.get(SOON)).containsOnly(4);
      for (var node : List.of(nodes.node(0), nodes.node(1), nodes.driver)) {
        assertThat(NodesInOneJvm.store(node).objects()).isEqualTo(1);
      }
      assertThat(on("b", Ray.task(LargeObjectsTest::first, made)).remote().get(SOON)).isEqualTo(4);
      return 0;
    });
    assertThat(NodesInOneJvm.pulled(nodes.node(1)) - before).as("the copy is used again").isOne();
  }

  @Test
  void aLongStringLiesInTheStoreAndNotInAMessage() throws Exception {
    nodes.inDriver(() -> {
      ObjectRef<String> made = on("a", Ray.task(LargeObjectsTest::text, 4 * MEGABYTE)).remote();
      assertThat(on("b", Ray.task(LargeObjectsTest::length, made)).remote().get(SOON))
          .isEqualTo(4L * MEGABYTE);
      assertThat(NodesInOneJvm.store(nodes.node(0)).used()).isGreaterThan(4L * MEGABYTE);
      return 0;
    });
  }

  @Test
  void waitBringsObjectsNearIfAskedTo() throws Exception {
    nodes.inDriver(() -> {
      List<ObjectRef<byte[]>> made =
          List.of(on("a", Ray.task(LargeObjectsTest::bytes, MEGABYTE, 4)).remote());
      long before = NodesInOneJvm.pulled(nodes.driver);
      WaitResult<byte[]> known = Ray.wait(made, 1, (int) SOON.toMillis(), false);
      assertThat(known.getReady()).hasSize(1);
      assertThat(NodesInOneJvm.pulled(nodes.driver)).isEqualTo(before);
      assertThat(Ray.wait(made, 1, (int) SOON.toMillis(), true).getReady()).hasSize(1);
      await().atMost(SOON).until(() -> NodesInOneJvm.pulled(nodes.driver) == before + 1);
      return 0;
    });
  }

  @Test
  void copiesAreDroppedWhenThereIsNoRoomForMore() throws Exception {
    nodes.inDriver(() -> {
      List<ObjectRef<byte[]>> refs = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        refs.add(Ray.put(bytes(12 * MEGABYTE, i)));
      }
      for (int i = 0; i < 10; i++) {
        assertThat(on("a", Ray.task(LargeObjectsTest::first, refs.get(i))).remote().get(SOON))
            .isEqualTo(i);
      }
      assertThat(on("a", Ray.task(LargeObjectsTest::first, refs.get(0))).remote().get(SOON))
          .isZero();
      return 0;
    });
  }

  @Test
  void aTaskGoesWhereItsLargeArgumentLies() throws Exception {
    nodes.inDriver(() -> {
      for (int i = 0; i < 2; i++) {
        ObjectRef<byte[]> large =
            on(i == 0 ? "a" : "b", Ray.task(LargeObjectsTest::bytes, 25 * MEGABYTE, 1)).remote();
        assertThat(Ray.wait(List.of(large), 1, (int) SOON.toMillis(), false).getReady()).hasSize(1);
        assertThat(Ray.task(LargeObjectsTest::where, large).remote().get(SOON))
            .isEqualTo(NodesInOneJvm.id(nodes.node(i)));
      }
      return 0;
    });
  }

  @Test
  void anObjectIsReadFromACopyWhenTheNodeThatMadeItIsGoneAndElseIsLost() throws Exception {
    JobRuntime c = nodes.add("c");
    nodes.awaitAllKnown();
    List<ObjectRef<byte[]>> refs =
        nodes.inDriver(() -> {
          List<ObjectRef<byte[]>> made = new ArrayList<>();
          for (int i = 0; i < 2; i++) {
            made.add(on("c", Ray.task(LargeObjectsTest::bytes, MEGABYTE, 6 + i)).remote());
          }
          assertThat(on("b", Ray.task(LargeObjectsTest::first, made.get(0))).remote().get(SOON))
              .isEqualTo(6);
          assertThat(Ray.wait(made, 2, (int) SOON.toMillis(), false).getReady()).hasSize(2);
          return made;
        });
    nodes.end(c);
    await()
        .atMost(SOON)
        .until(() ->
            NodesInOneJvm.parts(nodes.driver).cluster().runtime().globalScheduler().loads().size()
                == 3);
    nodes.inDriver(() -> {
      assertThat(refs.get(0).get(SOON)).containsOnly(6);
      assertThatThrownBy(() -> refs.get(1).get(SOON))
          .isInstanceOf(ObjectLostException.class)
          .hasMessageContaining(refs.get(1).getId().toString())
          .hasMessageContaining("the nodes that had its bytes are gone");
      assertThatThrownBy(
              () -> on("a", Ray.task(LargeObjectsTest::first, refs.get(1))).remote().get(SOON))
          .isInstanceOf(ObjectLostException.class);
      return 0;
    });
  }
}
