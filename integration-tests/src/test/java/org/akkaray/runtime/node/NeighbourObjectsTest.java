package org.akkaray.runtime.node;

import static org.akkaray.runtime.node.NodesInOneJvm.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.runtime.RayRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes of one host read large objects in each other's memory. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class NeighbourObjectsTest {
  private static final int MEGABYTE = 1 << 20;

  static long size(MemorySegment segment) {
    return segment.byteSize();
  }

  @Test
  void nothingIsTransferredOrCopiedBetweenNodesOfOneHost() throws Exception {
    try (NodesInOneJvm nodes = new NodesInOneJvm(true, 32L << 20, "a", "b")) {
      nodes.inDriver(() -> {
        ObjectRef<byte[]> made =
            Ray.task(LargeObjectsTest::bytes, MEGABYTE, 4).setResource("a", 1.0).remote();
        assertThat(made.get(SOON)).containsOnly(4);
        ObjectRef<MemorySegment> put = Ray.put(MemorySegment.ofArray(new long[MEGABYTE]));
        for (String node : List.of("a", "b")) {
          assertThat(
                  Ray.task(LargeObjectsTest::first, made).setResource(node, 1.0).remote().get(SOON))
              .isEqualTo(4);
          assertThat(
                  Ray.task(NeighbourObjectsTest::size, put)
                      .setResource(node, 1.0)
                      .remote()
                      .get(SOON))
              .isEqualTo(8L * MEGABYTE);
        }
        assertThat(NodesInOneJvm.store(nodes.driver).objects()).isOne();
        assertThat(NodesInOneJvm.store(nodes.node(0)).objects()).isOne();
        assertThat(NodesInOneJvm.store(nodes.node(1)).objects()).isZero();
        return 0;
      });
      for (RayRuntime node : List.of(nodes.node(0), nodes.node(1), nodes.driver)) {
        assertThat(NodesInOneJvm.pulled(node)).isZero();
      }
      nodes.awaitEmptyStores();
    }
  }
}
