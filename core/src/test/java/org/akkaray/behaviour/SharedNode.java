package org.akkaray.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.akkaray.RayConfig;
import org.akkaray.RaySession;
import org.akkaray.runtime.CurrentRuntime;
import org.akkaray.runtime.node.NodeProbe;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs a class of tests in a session with a node of its own. When the class is through, the node
 * must come to rest by itself: all resources free, nothing waiting, nothing queued.
 */
public final class SharedNode
    implements BeforeAllCallback, AfterAllCallback, InvocationInterceptor {
  /** How long anything that should happen may take, on a busy machine. */
  public static final Duration SOON = Duration.ofSeconds(30);

  /** How long a test looks that something does not happen. */
  public static final Duration A_MOMENT = Duration.ofMillis(100);

  private final RayConfig config;
  private RaySession session;

  private SharedNode(RayConfig config) {
    this.config = config;
  }

  /** A node called "node-one" in namespace "tests" with so many CPUs and nothing else. */
  public static SharedNode withCpus(double cpus) {
    return with(config(cpus));
  }

  /** A node as configured. */
  public static SharedNode with(RayConfig.Builder config) {
    return new SharedNode(config.build());
  }

  /** What {@link #withCpus} has, to add to. */
  public static RayConfig.Builder config(double cpus) {
    return RayConfig.builder().setCpus(cpus).setNodeName("node-one").setNamespace("tests");
  }

  /** Waits for a condition on the calling thread, which is bound to the session. */
  public static ConditionFactory await() {
    return Awaitility.await().pollInSameThread().atMost(SOON).pollInterval(Duration.ofMillis(5));
  }

  /** Free CPUs of the node that the calling thread is bound to. */
  public static double freeCpus() {
    return NodeProbe.freeCpus(CurrentRuntime.get());
  }

  /**
   * Runs code on a thread of its own that is bound to the session, as another thread of the driver.
   */
  public <T> CompletableFuture<T> async(Callable<T> code) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        result.complete(session.call(code));
      } catch (Throwable e) {
        result.completeExceptionally(e);
      }
    });
    return result;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    session = RaySession.start(config);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    try (RaySession ended = session) {
      ended.run(() ->
          await()
              .untilAsserted(() -> {
                System.gc(); // actors and generators whose handles a test dropped end then
                assertThat(NodeProbe.leftovers(CurrentRuntime.get())).isEmpty();
              }));
    }
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    inside(invocation);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    inside(invocation);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    inside(invocation);
  }

  private void inside(Invocation<Void> test) throws Throwable {
    Throwable thrown = session.call((Callable<Throwable>) () -> thrownBy(test));
    if (thrown != null) {
      throw thrown;
    }
  }

  private static Throwable thrownBy(Invocation<Void> test) {
    try {
      test.proceed();
      return null;
    } catch (Throwable thrown) {
      return thrown;
    }
  }
}
