package org.akkaray.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.akkaray.ObjectRefGenerator;
import org.akkaray.Ray;
import org.akkaray.RaySession;
import org.akkaray.id.UniqueId;
import org.junit.jupiter.api.Test;

/** A generator whose node is killed while it yields. */
class GeneratorNodeDeathTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  static Iterator<Map.Entry<Integer, UniqueId>> count(int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> Map.entry(i, Ray.getRuntimeContext().getCurrentNodeId()))
        .iterator();
  }

  @Test
  void goesOnElsewhereAfterWhatItsOwnerHasAlready() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(2).withTestClasses().start()) {
      RaySession driver = cluster.connect();
      List<Integer> values =
          driver.call(() -> {
            List<Integer> taken = new ArrayList<>();
            try (ObjectRefGenerator<Map.Entry<Integer, UniqueId>> numbers =
                Ray.generatorTask(GeneratorNodeDeathTest::count, 60)
                    .setGeneratorBackpressure(8)
                    .remote()) {
              UniqueId first = null;
              for (int i = 0; i < 20; i++) {
                Map.Entry<Integer, UniqueId> next = numbers.next().get(SOON);
                taken.add(next.getKey());
                first = next.getValue();
              }
              UniqueId busy = first;
              cluster.nodes().stream()
                  .filter(node -> node.id().equals(busy))
                  .forEach(LocalNode::kill);
              UniqueId last = null;
              while (numbers.hasNext()) {
                Map.Entry<Integer, UniqueId> next = numbers.next().get(SOON);
                taken.add(next.getKey());
                last = next.getValue();
              }
              assertThat(last).isNotEqualTo(busy);
            }
            return taken;
          });
      assertThat(values).isEqualTo(IntStream.range(0, 60).boxed().toList());
    }
  }
}
