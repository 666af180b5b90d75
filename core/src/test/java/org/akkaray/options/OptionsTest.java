package org.akkaray.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.akkaray.concurrencygroup.ConcurrencyGroup;
import org.akkaray.concurrencygroup.ConcurrencyGroupBuilder;
import org.akkaray.id.UniqueId;
import org.akkaray.placementgroup.PlacementStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsTest {

  static Stream<Arguments> badCallOptions() {
    return Stream.of(
        bad(b -> b.setCpus(-1), "cpus", "-1.0"),
        bad(b -> b.setCpus(1.5), "cpus", "whole", "1.5"),
        bad(b -> b.setCpus(Double.NaN), "cpus", "NaN"),
        bad(b -> b.setCpus(Double.POSITIVE_INFINITY), "cpus", "Infinity"),
        bad(b -> b.setGpus(-0.5), "gpus", "-0.5"),
        bad(b -> b.setGpus(2.25), "gpus", "2.25"),
        bad(b -> b.setMemory(-1), "memory", "-1"),
        bad(b -> b.setResource("tpu", -1.0), "resource tpu", "-1.0"),
        bad(b -> b.setResource("tpu", 3.5), "resource tpu", "3.5"),
        bad(b -> b.setResource("tpu", null), "resource tpu", "null"),
        bad(b -> b.setResource(" ", 1.0), "resource name", "\" \""),
        bad(b -> b.setResource(null, 1.0), "resource name", "null"),
        bad(b -> b.setResources(Map.of("tpu", -2.0)), "resource tpu", "-2.0"),
        bad(b -> b.setName(""), "name", "\"\""),
        bad(b -> b.setName("\t"), "name", "blank"),
        bad(b -> b.setConcurrencyGroupName(""), "concurrencyGroup", "\"\""),
        bad(b -> b.setMaxRetries(-2), "maxRetries", "-1", "-2"),
        bad(b -> b.setNumReturns(0), "numReturns", "1", "0"),
        bad(b -> b.setGeneratorBackpressure(0), "generatorBackpressure", "0"),
        bad(b -> b.setTimeout(Duration.ZERO), "timeout", "PT0S"),
        bad(b -> b.setTimeout(Duration.ofMillis(-1)), "timeout", "PT-0.001S"),
        bad(b -> b.setTimeout(null), "timeout", "null"));
  }

  private static Arguments bad(Consumer<CallOptions.Builder> setting, String... parts) {
    return Arguments.of(String.join(" ", parts), setting, parts);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badCallOptions")
  void aBadOptionOfACallIsRefusedByNameAndValue(
      String name, Consumer<CallOptions.Builder> setting, String[] parts) {
    CallOptions.Builder builder = new CallOptions.Builder();
    assertThatThrownBy(() -> setting.accept(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  static Stream<Arguments> badActorOptions() {
    return Stream.of(
        badActor(b -> b.setMaxRestarts(-2), "maxRestarts", "-2"),
        badActor(b -> b.setMaxTaskRetries(-2), "maxTaskRetries", "-2"),
        badActor(b -> b.setMaxConcurrency(0), "maxConcurrency", "0"),
        badActor(b -> b.setMaxPendingCalls(0), "maxPendingCalls", "0"),
        badActor(b -> b.setMaxPendingCalls(-2), "maxPendingCalls", "-2"),
        badActor(b -> b.setNamespace(""), "namespace", "\"\""),
        badActor(b -> b.setName(" "), "name", "\" \""),
        badActor(b -> b.setCpus(2.5), "cpus", "2.5"),
        badActor(b -> b.setGetIfExists(true).build(), "getIfExists", "name"),
        badActor(
            b -> b.setConcurrencyGroups(List.of(group("io"), group("io"))),
            "concurrencyGroups",
            "io"));
  }

  private static Arguments badActor(
      Consumer<ActorCreationOptions.Builder> setting, String... parts) {
    return Arguments.of(String.join(" ", parts), setting, parts);
  }

  private static ConcurrencyGroup group(String name) {
    return new ConcurrencyGroupBuilder<Object>().setName(name).build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badActorOptions")
  void aBadOptionOfAnActorIsRefusedByNameAndValue(
      String name, Consumer<ActorCreationOptions.Builder> setting, String[] parts) {
    ActorCreationOptions.Builder builder = new ActorCreationOptions.Builder();
    assertThatThrownBy(() -> setting.accept(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void aCallThatAsksForNothingHoldsOneCpu() {
    assertThat(CallOptions.DEFAULT.getResources()).containsOnly(entry("CPU", 1.0));
    assertThat(CallOptions.DEFAULT.getMaxRetries()).isEqualTo(3);
    assertThat(CallOptions.DEFAULT.isMaxRetriesSet()).isFalse();
    assertThat(CallOptions.DEFAULT.getGeneratorBackpressure()).isEqualTo(64);
    assertThat(CallOptions.DEFAULT.getNumReturns()).isEqualTo(1);
    assertThat(CallOptions.DEFAULT.getTimeout()).isNull();
    assertThat(CallOptions.DEFAULT.getName()).isNull();
    assertThat(CallOptions.DEFAULT.getBundleIndex()).isEqualTo(-1);
    assertThat(CallOptions.DEFAULT.getSerializedRuntimeEnvInfo()).isEmpty();
    assertThat(CallOptions.DEFAULT.getSchedulingStrategy()).isSameAs(SchedulingStrategy.DEFAULT);
  }

  @Test
  void aCallKeepsItsCpuBesidesOtherResourcesUnlessItGivesItUp() {
    assertThat(new CallOptions.Builder().setGpus(1).build().getResources())
        .containsOnly(entry("CPU", 1.0), entry("GPU", 1.0));
    assertThat(new CallOptions.Builder().setCpus(0).setResource("tpu", 2.0).build().getResources())
        .containsOnly(entry("CPU", 0.0), entry("tpu", 2.0));
    assertThat(new CallOptions.Builder().setResource("CPU", 4.0).build().getResources())
        .containsOnly(entry("CPU", 4.0));
    assertThat(new CallOptions.Builder().setCpus(0.25).setMemory(1L << 30).build().getResources())
        .containsOnly(entry("CPU", 0.25), entry("memory", 0x1p30));
  }

  @Test
  void anActorThatAsksForNothingHoldsNothing() {
    assertThat(ActorCreationOptions.DEFAULT.getResources()).isEmpty();
    assertThat(ActorCreationOptions.DEFAULT.getMaxRestarts())
        .isEqualTo(ActorCreationOptions.NO_RESTART);
    assertThat(ActorCreationOptions.DEFAULT.getMaxConcurrency()).isEqualTo(1);
    assertThat(ActorCreationOptions.DEFAULT.getMaxPendingCalls()).isEqualTo(-1);
    assertThat(ActorCreationOptions.DEFAULT.getLifetime()).isNull();
    assertThat(ActorCreationOptions.DEFAULT.getConcurrencyGroups()).isEmpty();
    assertThat(new ActorCreationOptions.Builder().setGpus(2).build().getResources())
        .containsOnly(entry("GPU", 2.0));
  }

  @Test
  void optionsDoNotChangeWithTheirBuilder() {
    CallOptions.Builder builder = new CallOptions.Builder().setCpus(2);
    CallOptions before = builder.build();
    builder.setCpus(3).setName("later");

    assertThat(before.getResources()).containsOnly(entry("CPU", 2.0));
    assertThat(before.getName()).isNull();
    assertThatThrownBy(() -> before.getResources().put("CPU", 9.0))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void exceptionsAreRetriedAsAskedFor() {
    assertThat(CallOptions.DEFAULT.isRetried(new IOException())).isFalse();
    assertThat(new CallOptions.Builder().setRetryExceptions(true).build().isRetried(new Error()))
        .isTrue();
    CallOptions some =
        new CallOptions.Builder()
            .setRetryExceptions(List.of(IOException.class, UncheckedIOException.class))
            .build();
    assertThat(some.isRetried(new FileNotFoundException())).isTrue();
    assertThat(some.isRetried(new IllegalStateException())).isFalse();
    assertThat(
            new CallOptions.Builder()
                .setRetryExceptions(List.of(IOException.class))
                .setRetryExceptions(false)
                .build()
                .isRetried(new IOException()))
        .isFalse();
  }

  @Test
  void aPlacementGroupNeedsBundlesThatAskForSomething() {
    var builder = new PlacementGroupCreationOptions.Builder();
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bundles");
    assertThatThrownBy(() -> builder.setBundles(List.of(Map.of("CPU", 1.0), Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("bundles", "{}");
    assertThatThrownBy(() -> builder.setBundles(List.of(Map.of("CPU", -1.0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("CPU", "-1.0");
    assertThatThrownBy(() -> builder.setName(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
    assertThatThrownBy(() ->
            new PlacementGroupCreationOptions(
                null, List.of(Map.of("CPU", 1.0)), PlacementStrategy.UNRECOGNIZED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("strategy", "UNRECOGNIZED");

    var options = builder.setName("group").setBundles(List.of(Map.of("CPU", 1.0))).build();
    assertThat(options.getStrategy()).isEqualTo(PlacementStrategy.PACK);
    assertThat(options.getBundles()).containsExactly(Map.of("CPU", 1.0));
  }

  @Test
  void labelsAreMatchedAsRaysSelectorsAre() {
    Map<String, String> node = Map.of("zone", "a", "gpu", "T4");

    assertThat(labels("zone", "a").isMetBy(node)).isTrue();
    assertThat(labels("zone", "b").isMetBy(node)).isFalse();
    assertThat(labels("zone", "!b").isMetBy(node)).isTrue();
    assertThat(labels("zone", "!a").isMetBy(node)).isFalse();
    assertThat(labels("zone", "in(b, a)").isMetBy(node)).isTrue();
    assertThat(labels("zone", "!in(b,c)").isMetBy(node)).isTrue();
    assertThat(labels("zone", "!in(b,a)").isMetBy(node)).isFalse();
    assertThat(labels("rack", "1").isMetBy(node)).isFalse();
    assertThat(labels("rack", "!1").isMetBy(node)).isTrue();
    assertThat(new SchedulingStrategy.NodeLabels(Map.of(), Map.of("gpu", "T4")).prefers(node))
        .isTrue();
  }

  private static SchedulingStrategy.NodeLabels labels(String name, String value) {
    return new SchedulingStrategy.NodeLabels(Map.of(name, value));
  }

  @Test
  void aStrategyMustNameItsNodeAndItsLabels() {
    assertThatThrownBy(() -> new SchedulingStrategy.NodeAffinity(UniqueId.NIL, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nodeId");
    assertThatThrownBy(() -> labels("zone", " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("zone");
    assertThatThrownBy(() -> labels("", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label");
  }

  @Test
  void aConcurrencyGroupNeedsANameAndRoom() {
    assertThatThrownBy(() -> new ConcurrencyGroupBuilder<Object>().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("concurrencyGroup name");
    assertThatThrownBy(() -> new ConcurrencyGroupBuilder<Object>().setMaxConcurrency(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("maxConcurrency", "0");
    ConcurrencyGroup group =
        new ConcurrencyGroupBuilder<Shelf>()
            .setName("io")
            .setMaxConcurrency(2)
            .addMethod(Shelf::put)
            .addMethod(Shelf::clear)
            .build();
    assertThat(group.getName()).isEqualTo("io");
    assertThat(group.getMaxConcurrency()).isEqualTo(2);
    assertThat(group.getMethods()).hasSize(2);
  }

  private static final class Shelf {
    boolean put(String book, int place) {
      return place > book.length();
    }

    void clear() {}
  }
}
