package org.akkaray.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RaySession;
import org.akkaray.exception.RayActorException;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Actors on nodes of a cluster of several JVMs, some of which are killed. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ActorsOfDeadNodesTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  static class Counter {
    private int value;

    Counter(int start) {
      value = start;
    }

    int add(int n) {
      return value += n;
    }

    UniqueId where() {
      return Ray.getRuntimeContext().getCurrentNodeId();
    }

    String node() {
      UniqueId self = where();
      return Ray.getRuntimeContext().getAllNodeInfo().stream()
          .filter(node -> node.nodeId.equals(self))
          .findFirst()
          .orElseThrow()
          .nodeHostname;
    }
  }

  private static LocalNode named(LocalCluster cluster, String name) {
    return cluster.nodes().stream().filter(node -> node.name().equals(name)).findFirst().get();
  }

  @Test
  void anActorWithRestartsComesBackOnAnotherNodeAndOneWithoutIsGone() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(3).withTestClasses().start()) {
      RaySession driver = cluster.connect();
      driver.call(() -> {
        ActorHandle<Counter> durable =
            Ray.actor(Counter::new, 10).setMaxRestarts(1).setMaxTaskRetries(1).remote();
        String home = durable.task(Counter::node).remote().get(SOON);
        assertThat(durable.task(Counter::add, 1).remote().get(SOON)).isEqualTo(11);
        UniqueId id = durable.task(Counter::where).remote().get(SOON);
        ActorHandle<Counter> mortal =
            Ray.actor(Counter::new, 1)
                .setSchedulingStrategy(new SchedulingStrategy.NodeAffinity(id, false))
                .remote();
        assertThat(mortal.task(Counter::where).remote().get(SOON)).isEqualTo(id);
        named(cluster, home).kill();
        ObjectRef<Integer> call = durable.task(Counter::add, 5).remote();
        assertThat(call.get(SOON)).isEqualTo(15);
        assertThat(durable.task(Counter::node).remote().get(SOON)).isNotEqualTo(home);
        assertThatThrownBy(() -> mortal.task(Counter::add, 1).remote().get(SOON))
            .isInstanceOf(RayActorException.class);
        return null;
      });
    }
  }
}
