package org.akkaray.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RaySession;
import org.akkaray.id.UniqueId;
import org.akkaray.options.ActorLifetime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Actors that several nodes and drivers share: names, order, and the loss of who kept the names.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ActorsAcrossNodesTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  static class Counter {
    private int value;
    private final List<Integer> seen = new ArrayList<>();

    Counter(int start) {
      value = start;
    }

    int add(int n) {
      seen.add(n);
      return value += n;
    }

    List<Integer> seen() {
      return seen;
    }

    UniqueId where() {
      return Ray.getRuntimeContext().getCurrentNodeId();
    }
  }

  @Test
  void aDetachedActorIsFoundByNameFromAnotherDriverAndOutlivesItsOwn() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(2).withTestClasses().start()) {
      RaySession first = cluster.connect(config -> config.setNamespace("shared"));
      first.call(() -> {
        ActorHandle<Counter> counter =
            Ray.actor(Counter::new, 1)
                .setName("counter")
                .setLifetime(ActorLifetime.DETACHED)
                .remote();
        assertThat(counter.task(Counter::add, 1).remote().get(SOON)).isEqualTo(2);
        assertThatThrownBy(() -> Ray.actor(Counter::new, 1).setName("counter").remote())
            .isInstanceOf(IllegalArgumentException.class);
        return null;
      });
      first.close();
      RaySession second = cluster.connect(config -> config.setNamespace("shared"));
      second.call(() -> {
        ActorHandle<Counter> counter = Ray.<ActorHandle<Counter>>getActor("counter").orElseThrow();
        assertThat(counter.task(Counter::add, 40).remote().get(SOON)).isEqualTo(42);
        return null;
      });
    }
  }

  @Test
  void namedActorsAreFoundAfterTheNodeThatKeptTheirNamesDied() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(4).withTestClasses().start()) {
      RaySession driver = cluster.connect();
      driver.call(() -> {
        for (int i = 0; i < 8; i++) {
          assertThat(
                  Ray.actor(Counter::new, i)
                      .setName("counter" + i)
                      .setMaxRestarts(-1)
                      .setMaxTaskRetries(-1)
                      .remote()
                      .task(Counter::add, 0)
                      .remote()
                      .get(SOON))
              .isEqualTo(i);
        }
        return null;
      });
      cluster.node(0).kill();
      driver.call(() -> {
        for (int i = 0; i < 8; i++) {
          ActorHandle<Counter> found =
              Ray.<ActorHandle<Counter>>getActor("counter" + i).orElseThrow();
          assertThat(found.task(Counter::add, 0).remote().get(SOON)).isEqualTo(i);
        }
        return null;
      });
    }
  }

  @Test
  void aThousandActorsAreSpreadAndAnswerEachCallerInOrder() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(3).withTestClasses().start()) {
      RaySession driver = cluster.connect();
      driver.call(() -> {
        List<ActorHandle<Counter>> actors = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
          actors.add(Ray.actor(Counter::new, i).remote());
        }
        Set<UniqueId> nodes = new HashSet<>();
        List<ObjectRef<UniqueId>> where = new ArrayList<>();
        actors.forEach(actor -> where.add(actor.task(Counter::where).remote()));
        where.forEach(ref -> nodes.add(ref.get(SOON)));
        assertThat(nodes).hasSize(3);
        for (int n = 0; n < 100; n++) {
          for (int i = 0; i < 10; i++) {
            actors.get(i).task(Counter::add, n).remote();
          }
        }
        for (int i = 0; i < 10; i++) {
          assertThat(actors.get(i).task(Counter::seen).remote().get(SOON))
              .isEqualTo(IntStream.range(0, 100).boxed().toList());
        }
        return null;
      });
    }
  }
}
