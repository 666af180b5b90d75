package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.SOON;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.exception.RayTaskException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever an exception's own code does, those who wait for its call get an answer. */
class HostileExceptionsTest {
  @RegisterExtension static final SharedNode NODE = SharedNode.withCpus(2);

  /** Throws from everything of its own that can be overridden. */
  static class Hostile extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("getMessage");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("getCause");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new StackOverflowError("getStackTrace");
    }

    @Override
    public String toString() {
      throw new AssertionError("toString");
    }
  }

  static int throwHostile() {
    throw new Hostile();
  }

  static int throwFarTooDeep() {
    Throwable deepest = new RuntimeException("deepest");
    for (int i = 0; i < 100_000; i++) {
      deepest = new RuntimeException("level " + i, deepest);
    }
    throw (RuntimeException) deepest;
  }

  static int throwHoldingAThread() {
    RuntimeException thrown = new RuntimeException("with a thread");
    thrown.addSuppressed(new HoldingThread());
    throw thrown;
  }

  static final class HoldingThread extends RuntimeException {
    final Thread thread = Thread.currentThread();
    final Set<Thread> threads = Set.of(Thread.currentThread());
  }

  public static final class Thrower {
    public int fail() {
      throw new Hostile();
    }
  }

  private static void assertFails(ObjectRef<Integer> ref) {
    assertThatThrownBy(() -> Ray.get(ref, SOON)).isInstanceOf(RayTaskException.class);
  }

  @Test
  void anExceptionThatThrowsReachesTheReaderOfATask() {
    assertFails(Ray.task(HostileExceptionsTest::throwHostile).remote());
  }

  @Test
  void anExceptionThatThrowsDoesNotStopTheRetries() {
    assertFails(
        Ray.task(HostileExceptionsTest::throwHostile)
            .setMaxRetries(2)
            .setRetryExceptions(true)
            .remote());
  }

  @Test
  void anExceptionThatThrowsReachesTheReaderOfAnActorsMethod() {
    ActorHandle<Thrower> actor = Ray.actor(Thrower::new).remote();
    assertFails(actor.task(Thrower::fail).remote());
    assertFails(actor.task(Thrower::fail).remote());
  }

  @Test
  void aChainOfAHundredThousandCausesReachesTheReader() {
    assertFails(Ray.task(HostileExceptionsTest::throwFarTooDeep).remote());
  }

  @Test
  void anExceptionThatHoldsAThreadReachesTheReader() {
    assertFails(Ray.task(HostileExceptionsTest::throwHoldingAThread).remote());
  }
}
