package org.akkaray;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a class of tests against a real node of four CPUs, with a custom resource and a label. After
 * each test all CPUs must be free: a task that asks for all of them has to run.
 */
public final class OneNode implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  /** How many CPUs the node has. */
  public static final int CPUS = 4;

  /** How long anything that should happen may take, on a busy machine. */
  public static final Duration SOON = Duration.ofSeconds(20);

  /** How long a test waits to see that something does not happen. */
  public static final Duration A_MOMENT = Duration.ofMillis(100);

  static RayConfig config() {
    return RayConfig.builder()
        .setCpus(CPUS)
        .setNamespace("tests")
        .setNodeName("the-node")
        .setResource("tpu", 2)
        .setLabel("zone", "a")
        .build();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Ray.init(config());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (Ray.isInitialized()) {
      Ray.task(() -> true).setName("needs all CPUs").setCpus(CPUS).remote().get(SOON);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Ray.shutdown();
  }
}
