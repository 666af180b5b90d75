package org.akkaray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.util.List;
import java.util.Map;
import org.akkaray.options.ActorLifetime;
import org.junit.jupiter.api.Test;

class RayConfigTest {

  private static RayConfig read(String... lines) {
    return RayConfigReader.read(
        ConfigFactory.parseString(String.join("\n", lines))
            .withFallback(ConfigFactory.defaultReferenceUnresolved().withOnlyPath("ray"))
            .resolve(),
        ConfigFactory.defaultReferenceUnresolved());
  }

  @Test
  void nothingSetMeansTheDocumentedDefaults() {
    RayConfig config = read();

    assertThat(config.getCpus()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(config.getGpus()).isZero();
    assertThat(config.getInlineObjectLimit()).isEqualTo(102_400);
    assertThat(config.getObjectStoreMemory())
        .isEqualTo((long) (Runtime.getRuntime().maxMemory() * 0.3));
    assertThat(config.getDefaultActorLifetime()).isEqualTo(ActorLifetime.NON_DETACHED);
    assertThat(config.isRecordObjectCreationSites()).isFalse();
    assertThat(config.getObjectSpillThreshold()).isEqualTo(0.8);
    assertThat(config.getAddress()).isEmpty();
    assertThat(config.getNodeName()).isEmpty();
    assertThat(config.getCodeSearchPath()).isEmpty();
    assertThat(config.getRuntimeEnv()).isNull();
    assertThat(config.getTotalResources()).containsOnlyKeys("CPU", "memory");
  }

  @Test
  void jobsWithoutANamespaceDoNotShareOne() {
    assertThat(read().getNamespace()).isNotBlank().isNotEqualTo(read().getNamespace());
  }

  @Test
  void everyKeyIsRead() {
    RayConfig config =
        read(
            "ray.address = \"10.0.0.1:6379\"",
            "ray.job.namespace = ns",
            "ray.job.code-search-path = [\"a.jar\", \"b.jar\"]",
            "ray.job.default-actor-lifetime = detached",
            "ray.job.runtime-env { env-vars { A = 1, B = two }, jars = [\"x.jar\"] }",
            "ray.job.runtime-env.config.setup-timeout-seconds = 5",
            "ray.node { name = n1, num-cpus = 4, num-gpus = 1, memory = 2GiB }",
            "ray.node { object-store-memory = 1MiB, inline-object-limit = 1kB }",
            "ray.node { record-object-creation-sites = true, object-spill-threshold = 0.5 }",
            "ray.node.resources { tpu = 4, half = 0.5 }",
            "ray.node.labels { zone = a, ray.io/rack = 7 }");

    assertThat(config.getAddress()).isEqualTo("10.0.0.1:6379");
    assertThat(config.getNamespace()).isEqualTo("ns");
    assertThat(config.getCodeSearchPath()).containsExactly("a.jar", "b.jar");
    assertThat(config.getDefaultActorLifetime()).isEqualTo(ActorLifetime.DETACHED);
    assertThat(config.getRuntimeEnv().getJsonStr("env_vars"))
        .isEqualTo("{\"A\":\"1\",\"B\":\"two\"}");
    assertThat(config.getRuntimeEnv().get("java_jars", List.class)).isEqualTo(List.of("x.jar"));
    assertThat(config.getRuntimeEnv().getConfig().getSetupTimeoutSeconds()).isEqualTo(5);
    assertThat(config.getNodeName()).isEqualTo("n1");
    assertThat(config.getMemory()).isEqualTo(2L << 30);
    assertThat(config.getObjectStoreMemory()).isEqualTo(1L << 20);
    assertThat(config.getInlineObjectLimit()).isEqualTo(1000);
    assertThat(config.isRecordObjectCreationSites()).isTrue();
    assertThat(config.getObjectSpillThreshold()).isEqualTo(0.5);
    assertThat(config.getLabels()).containsOnly(entry("zone", "a"), entry("ray.io/rack", "7"));
    assertThat(config.getTotalResources())
        .isEqualTo(Map.of("CPU", 4.0, "GPU", 1.0, "memory", 0x1p31, "tpu", 4.0, "half", 0.5));
  }

  @Test
  void theCodeSearchPathMayHaveTheFormOfAClassPath() {
    assertThat(
            read("ray.job.code-search-path = \"a" + File.pathSeparator + "b\"").getCodeSearchPath())
        .containsExactly("a", "b");
  }

  @Test
  void aListMayBeGivenElementByElementAsSystemPropertiesAre() {
    RayConfig config =
        read("ray.job.code-search-path { \"0\" = a, \"1\" = b }", "ray.job.runtime-env.jars.0 = x");

    assertThat(config.getCodeSearchPath()).containsExactly("a", "b");
    assertThat(config.getRuntimeEnv().get("java_jars", List.class)).isEqualTo(List.of("x"));
  }

  @Test
  void unknownKeysAreReportedByNameWithTheKnownOnes() {
    assertThatThrownBy(() -> read("ray.node.num-cpu = 4", "ray.raylet.port = 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "ray.node.num-cpu,",
            "ray.raylet",
            "ray.node.num-cpus",
            "ray.job.namespace",
            "ray.node.labels.*");
  }

  @Test
  void aBadValueIsReportedByName() {
    assertThatThrownBy(() -> read("ray.node.num-cpus = many"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("ray.node.num-cpus", "many");
    assertThatThrownBy(() -> read("ray.node.memory = 3 apples"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("ray.node.memory", "3 apples");
    assertThatThrownBy(() -> read("ray.node.num-cpus = -1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("cpus", "-1");
    assertThatThrownBy(() -> read("ray.job.default-actor-lifetime = FOREVER"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("default-actor-lifetime", "FOREVER");
    assertThatThrownBy(() -> read("ray.node.resources.tpu = x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("tpu", "x");
    assertThatThrownBy(() -> read("ray.node.resources.CPU = 3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CPU");
  }

  @Test
  void systemPropertiesSetWhileTheProgramRunsCount() {
    System.setProperty("ray.node.num-cpus", "3");
    System.setProperty("ray.node.labels.zone", "b");
    try {
      RayConfig config = RayConfig.load();
      assertThat(config.getCpus()).isEqualTo(3);
      assertThat(config.getLabels()).containsEntry("zone", "b");
    } finally {
      System.clearProperty("ray.node.num-cpus");
      System.clearProperty("ray.node.labels.zone");
    }
    assertThat(RayConfig.load().getLabels()).isEmpty();
  }

  @Test
  void unknownSystemPropertiesAreReportedToo() {
    System.setProperty("ray.node.cpus", "3");
    try {
      assertThatThrownBy(RayConfig::load)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ray.node.cpus");
    } finally {
      System.clearProperty("ray.node.cpus");
    }
  }

  @Test
  void theBuilderRefusesWhatMakesNoSense() {
    RayConfig.Builder builder = RayConfig.builder();
    assertThatThrownBy(() -> builder.setCpus(-1)).hasMessageContainingAll("cpus", "-1.0");
    assertThatThrownBy(() -> builder.setMemory(-5)).hasMessageContainingAll("memory", "-5");
    assertThatThrownBy(() -> builder.setResource("GPU", 1)).hasMessageContaining("GPU");
    assertThatThrownBy(() -> builder.setResource("x", Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> builder.setNamespace(" ")).hasMessageContaining("namespace");
    assertThatThrownBy(() -> builder.setLabel("a", "")).hasMessageContaining("label a");
    assertThatThrownBy(() -> builder.setInlineObjectLimit(-1))
        .hasMessageContaining("inlineObjectLimit");
    assertThatThrownBy(() -> builder.setObjectStoreMemory(0))
        .hasMessageContaining("objectStoreMemory");
  }

  @Test
  void usingRayBeforeInitSaysSo() {
    assertThat(Ray.isInitialized()).isFalse();
    assertThatThrownBy(() -> Ray.put(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Ray.init()");
    assertThatThrownBy(() -> Ray.task(() -> 1).remote())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Ray.init()");
  }
}
