package org.akkaray.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RaySession;
import org.akkaray.exception.NodeDiedException;
import org.akkaray.exception.RayTaskException;
import org.akkaray.id.UniqueId;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.runtimecontext.NodeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks on nodes that are processes of their own and never saw the tests' classes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TasksTest {
  private static final Duration SOON = Duration.ofSeconds(90);

  /** Unknown to the nodes as well. */
  record Point(int x, int y) {}

  static UniqueId where() {
    return Ray.getRuntimeContext().getCurrentNodeId();
  }

  static Point mirrored(Point point) {
    return new Point(point.y, point.x);
  }

  static int fib(int n) {
    if (n < 2) {
      return n;
    }
    ObjectRef<Integer> one = Ray.task(TasksTest::fib, n - 1).remote();
    ObjectRef<Integer> two = Ray.task(TasksTest::fib, n - 2).remote();
    return one.get() + two.get();
  }

  static UniqueId slowly(int millis) throws InterruptedException {
    Thread.sleep(millis); // the work of this task is to take its time
    return where();
  }

  static int halting() {
    Runtime.getRuntime().halt(1);
    return 0;
  }

  private static UniqueId idOf(LocalNode node) {
    return Ray.getRuntimeContext().getAllNodeInfo().stream()
        .filter(info -> info.nodeHostname.equals(node.name()))
        .map(info -> info.nodeId)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tasksRunOnNodesThatNeverSawTheirClasses() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(2).setCpus(1).start()) {
      RaySession driver = cluster.connect();
      driver.call(() -> {
        assertThat(Ray.task(TasksTest::mirrored, new Point(1, 2)).remote().get(SOON))
            .isEqualTo(new Point(2, 1));
        Point captured = new Point(3, 4);
        assertThat(Ray.task((Integer z) -> new Point(captured.x(), z), 5).remote().get(SOON))
            .isEqualTo(new Point(3, 5));
        assertThat(Ray.task(TasksTest::fib, 12).remote().get(SOON)).isEqualTo(144);
        Set<UniqueId> nodes = new HashSet<>();
        List<ObjectRef<UniqueId>> slow = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          slow.add(Ray.task(TasksTest::slowly, 300).remote());
        }
        nodes.addAll(Ray.get(slow, SOON));
        assertThat(nodes).as("nodes that ran slow tasks").hasSize(2);
        return null;
      });
    }
  }

  @Test
  void twoDriversDoNotMeet() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(1).setCpus(2).start()) {
      RaySession first = cluster.connect();
      RaySession second = cluster.connect();
      ObjectRef<Integer> one = first.call(() -> Ray.task(TasksTest::fib, 10).remote());
      ObjectRef<Integer> other = second.call(() -> Ray.task(TasksTest::fib, 11).remote());
      assertThat(one.get(SOON)).isEqualTo(55);
      first.close();
      assertThat(other.get(SOON)).isEqualTo(89);
      assertThat(second.call(() -> Ray.task(TasksTest::fib, 5).remote()).get(SOON)).isEqualTo(5);
    }
  }

  @Test
  void tasksOfAKilledNodeRunAgainElsewhere() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(3).setCpus(1).start()) {
      RaySession driver = cluster.connect();
      driver.call(() -> {
        UniqueId victim = idOf(cluster.node(2));
        List<ObjectRef<UniqueId>> refs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
          refs.add(Ray.task(TasksTest::slowly, 200).remote());
        }
        Ray.wait(refs, 3, (int) SOON.toMillis());
        cluster.node(2).kill();
        List<UniqueId> ran = Ray.get(refs, SOON);
        assertThat(ran).hasSize(30);
        assertThat(ran.stream().filter(victim::equals).count())
            .as("results that the killed node had published")
            .isLessThan(15);
        return null;
      });
    }
  }

  @Test
  void aTaskThatEndsItsNodeEachTimeFailsInTheEndAndOthersGoOn() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(3).setCpus(1).start()) {
      RaySession driver = cluster.connect();
      driver.call(() -> {
        UniqueId third = idOf(cluster.node(2));
        ObjectRef<Integer> deadly =
            Ray.task(TasksTest::halting)
                .setMaxRetries(0)
                .setSchedulingStrategy(new SchedulingStrategy.NodeAffinity(third, false))
                .remote();
        assertThatThrownBy(() -> deadly.get(SOON))
            .isInstanceOf(NodeDiedException.class)
            .hasMessageContaining("halting")
            .hasMessageContaining(third.toString());
        assertThat(Ray.task(TasksTest::fib, 8).remote().get(SOON)).isEqualTo(21);
        cluster.node(2).kill(); // its process has ended as if killed, and cannot have tidied up
        return null;
      });
    }
  }

  @Test
  void aTaskWithAffinityRunsThereAndNowhereElse() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(3).setCpus(1).start()) {
      RaySession driver = cluster.connect();
      driver.call(() -> {
        for (NodeInfo node : Ray.getRuntimeContext().getAllNodeInfo()) {
          if (node.resources.getOrDefault("CPU", 0.0) > 0) {
            assertThat(
                    Ray.task(TasksTest::where)
                        .setSchedulingStrategy(
                            new SchedulingStrategy.NodeAffinity(node.nodeId, false))
                        .remote()
                        .get(SOON))
                .isEqualTo(node.nodeId);
          }
        }
        return null;
      });
    }
  }

  @Test
  void whatFailsOnANodeSaysWhere() throws Exception {
    try (LocalCluster cluster = LocalCluster.builder().setNodes(1).start()) {
      RaySession driver = cluster.connect();
      driver.call(() -> {
        assertThatThrownBy(() -> Ray.task((Integer x) -> new Point(1, 1 / x), 0).remote().get(SOON))
            .isInstanceOf(RayTaskException.class)
            .hasMessageContaining("node0")
            .hasRootCauseInstanceOf(ArithmeticException.class);
        return null;
      });
    }
  }
}
