package org.akkaray.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.akkaray.ActorHandle;
import org.akkaray.Ray;
import org.akkaray.RaySession;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.offline.StoredTables;
import org.akkaray.gcs.rows.ActorSchema;
import org.akkaray.gcs.rows.FunctionSchema;
import org.akkaray.gcs.rows.JobSchema;
import org.akkaray.gcs.rows.NodeSchema;
import org.akkaray.gcs.rows.RowSchema;
import org.akkaray.options.ActorLifetime;
import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtime.gcs.JobRecord;
import org.akkaray.runtime.gcs.NodeRecord;
import org.akkaray.runtime.gcs.TableQuery;
import org.akkaray.runtimecontext.ActorState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster that is stopped as a whole and started again on the same store. Its nodes have neither
 * the driver's classes nor the jars that the cluster before had fetched: code comes from the store.
 */
@EnabledIfSystemProperty(named = "akkaray.test.restart", matches = "true")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class ClusterRestartTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String NAMESPACE = "lasting";
  private static final int SHARDS = 16;

  public static class Counter {
    private int value;

    public Counter(int start) {
      value = start;
    }

    public int add(int n) {
      return value += n;
    }
  }

  private record Store(DatabaseSettings database, Map<String, String> settings) {}

  @Test
  void detachedActorsFunctionsAndJobsAreThereAgainOnTheSameFile(@TempDir Path folder)
      throws Exception {
    survivesAKillAndAStop(
        new Store(
            DatabaseSettings.h2(folder.resolve("store"), SHARDS),
            Map.of("ray.gcs.folder", folder.resolve("store").toString())));
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "RAY_TEST_POSTGRES_URL", matches = ".+")
  void detachedActorsFunctionsAndJobsAreThereAgainOnTheSameServer() throws Exception {
    String server = System.getenv("RAY_TEST_POSTGRES_URL");
    String user = System.getenv("RAY_TEST_POSTGRES_USER");
    String password = System.getenv("RAY_TEST_POSTGRES_PASSWORD");
    String name = "restart_" + ProcessHandle.current().pid();
    try (Connection connection = DriverManager.getConnection(server, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    String url = server.substring(0, server.lastIndexOf('/') + 1) + name;
    survivesAKillAndAStop(
        new Store(
            DatabaseSettings.postgresql(url, user, password, SHARDS),
            Map.of(
                "ray.gcs.database", "postgresql",
                "ray.gcs.url", url,
                "ray.gcs.user", user,
                "ray.gcs.password", password)));
  }

  @Test
  void aFileThatAnotherClusterHasOrThatIsTornIsRefusedWithAWayOut(@TempDir Path folder)
      throws Exception {
    Store store =
        new Store(DatabaseSettings.h2(folder, SHARDS), Map.of("ray.gcs.folder", folder.toString()));
    try (LocalCluster cluster = start(store, 1)) {
      assertThat(cluster.nodes()).hasSize(1);
      assertThatThrownBy(() -> start(store, 1))
          .hasMessageContaining("a cluster uses it")
          .hasMessageContaining("set ray.gcs.folder to another folder");
    }
    Path file = folder.resolve("gcs.mv.db");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> start(store, 1))
        .hasMessageContaining("is damaged")
        .hasMessageContaining("move the file away");
  }

  private void survivesAKillAndAStop(Store store) throws Exception {
    try (LocalCluster cluster = start(store, 2)) {
      try (RaySession driver = cluster.connect(config -> config.setNamespace(NAMESPACE))) {
        driver.call(() -> {
          ActorHandle<Counter> lasting =
              Ray.actor(Counter::new, 10)
                  .setName("lasting")
                  .setLifetime(ActorLifetime.DETACHED)
                  .remote();
          ActorHandle<Counter> passing = Ray.actor(Counter::new, 1).setName("passing").remote();
          assertThat(lasting.task(Counter::add, 1).remote().get(SOON)).isEqualTo(11);
          assertThat(passing.task(Counter::add, 1).remote().get(SOON)).isEqualTo(2);
          return null;
        });
      }
      awaitAlive(store, 0);
      assertThat(rows(store, new FunctionSchema())).isNotEmpty();
      assertThat(jobs(store)).hasSize(1);
      cluster.killAll();
    }
    try (LocalCluster cluster = start(store, 1)) {
      awaitAlive(store, 1);
      List<Integer> before = jobs(store);
      assertThat(rows(store, new JobSchema())).allMatch(JobRecord::isOver);
      counterBeganAnewAndIsFoundByItsName(cluster);
      assertThat(jobs(store)).hasSize(2).containsAll(before);
      assertThat(jobs(store))
          .filteredOn(job -> !before.contains(job))
          .allMatch(job -> job > before.getFirst());
    }
    try (LocalCluster cluster = start(store, 1)) {
      awaitAlive(store, 2);
      counterBeganAnewAndIsFoundByItsName(cluster);
    }
  }

  private static LocalCluster start(Store store, int nodes) {
    LocalCluster.Builder builder = LocalCluster.builder().setNodes(nodes);
    store.settings.forEach(builder::set);
    return builder.start();
  }

  private static void counterBeganAnewAndIsFoundByItsName(LocalCluster cluster) throws Exception {
    try (RaySession driver = cluster.connect(config -> config.setNamespace(NAMESPACE))) {
      driver.call(() -> {
        Optional<ActorHandle<Counter>> found = Ray.getActor("lasting");
        assertThat(found).isPresent();
        assertThat(found.get().task(Counter::add, 1).remote().get(SOON)).isEqualTo(11);
        Optional<ActorHandle<Counter>> passing = Ray.getActor("passing");
        assertThat(passing).isEmpty();
        return null;
      });
    }
  }

  /** Before any driver is there. */
  private static void awaitAlive(Store store, int restarts) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          List<ActorRecord> actors = rows(store, new ActorSchema());
          List<NodeRecord> nodes = rows(store, new NodeSchema());
          assertThat(actors)
              .filteredOn(ActorRecord::detached)
              .singleElement()
              .satisfies(actor -> {
                assertThat(actor.name()).isEqualTo("lasting");
                assertThat(actor.state()).isEqualTo(ActorState.ALIVE);
                assertThat(actor.restarts()).isEqualTo(restarts);
                assertThat(nodes)
                    .filteredOn(NodeRecord::alive)
                    .extracting(NodeRecord::id)
                    .contains(actor.node());
              });
        });
  }

  private static List<Integer> jobs(Store store) {
    return rows(store, new JobSchema()).stream().map(job -> job.id().value()).toList();
  }

  private static <K, R> List<R> rows(Store store, RowSchema<K, R> schema) {
    try (StoredTables tables = StoredTables.open(store.database)) {
      return tables.scan(schema, TableQuery.first(1000));
    }
  }
}
