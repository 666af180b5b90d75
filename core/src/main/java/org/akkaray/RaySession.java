package org.akkaray;

import java.util.concurrent.Callable;
import org.akkaray.runtime.CurrentRuntime;
import org.akkaray.runtime.OptionRules;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.node.NodeBootstrap;
import org.jspecify.annotations.Nullable;

/**
 * A system of its own in this JVM, beside the one of {@link Ray#init()} and other sessions. The
 * static methods of {@link Ray} mean this one inside {@link #call} and {@link #run}, and in the
 * tasks and actors that are started there.
 *
 * <pre>{@code
 * try (RaySession session = RaySession.start(config)) {
 *   int four = session.call(() -> Ray.task(Maths::square, 2).remote().get());
 * }
 * }</pre>
 *
 * <p>Thread-safe: several threads may be inside it at once.
 */
public final class RaySession implements AutoCloseable {
  private final RayRuntime runtime;

  private RaySession(RayRuntime runtime) {
    this.runtime = runtime;
  }

  /** Starts a node in this JVM, and a session that uses it. */
  public static RaySession start(RayConfig config) {
    return new RaySession(NodeBootstrap.start(OptionRules.given("config", config)));
  }

  /** Calls code on this thread, with this session as what {@link Ray} means. */
  public <T extends @Nullable Object> T call(Callable<T> code) throws Exception {
    CurrentRuntime.Binding previous = CurrentRuntime.bind(() -> runtime);
    try {
      return code.call();
    } finally {
      CurrentRuntime.restore(previous);
    }
  }

  /** Runs code on this thread, with this session as what {@link Ray} means. */
  public void run(Runnable code) {
    CurrentRuntime.Binding previous = CurrentRuntime.bind(() -> runtime);
    try {
      code.run();
    } finally {
      CurrentRuntime.restore(previous);
    }
  }

  /** Ends the node with all that runs on it, and waits for that. Does nothing the second time. */
  @Override
  public void close() {
    runtime.close();
  }
}
