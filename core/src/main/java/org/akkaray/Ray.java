package org.akkaray;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.akkaray.exception.GetTimeoutException;
import org.akkaray.exception.RayException;
import org.akkaray.runtime.CurrentRuntime;
import org.akkaray.runtime.OptionRules;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.node.NodeBootstrap;
import org.akkaray.runtimecontext.RuntimeContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in: starts the system, calls functions as tasks, creates actors, and keeps, gets and
 * awaits objects.
 *
 * <pre>{@code
 * Ray.init();
 * ObjectRef<Integer> square = Ray.task(Maths::square, 7).remote();
 * int result = square.get();
 * Ray.shutdown();
 * }</pre>
 *
 * <p>All methods are thread-safe and work in a driver as well as in tasks and actors. Before {@link
 * #init()} they throw an {@link IllegalStateException}. See {@link RaySession} for several systems
 * in one JVM.
 */
public final class Ray extends RayCall {
  private static final Logger LOGGER = LoggerFactory.getLogger(Ray.class);

  private Ray() {}

  /**
   * Starts a node in this JVM as the configuration says: see {@link RayConfig#load}. Warns if there
   * is one already.
   */
  public static void init() {
    if (!isInitialized()) {
      init(RayConfig.load());
    } else {
      warnInitializedTwice();
    }
  }

  /** Starts a node in this JVM. Does nothing but warn if there is one already. */
  public static synchronized void init(RayConfig config) {
    OptionRules.given("config", config);
    if (isInitialized()) {
      warnInitializedTwice();
      return;
    }
    CurrentRuntime.setProcessDefault(NodeBootstrap.start(config));
  }

  private static void warnInitializedTwice() {
    LOGGER.warn("Ray.init() was called, but Ray is initialized already: the call is ignored.");
  }

  /**
   * Ends the node in this JVM with all that runs on it, and waits for that. Does nothing if there
   * is none.
   *
   * @throws IllegalStateException in a task or an actor, which would wait for its own end
   */
  public static void shutdown() {
    CurrentRuntime.Binding bound = CurrentRuntime.binding();
    if (bound != null) {
      bound.runtime().close(); // a session's own node; refused within a task or an actor
    } else {
      shutdownDefault();
    }
  }

  private static synchronized void shutdownDefault() {
    RayRuntime runtime = CurrentRuntime.processDefault();
    if (runtime != null) {
      CurrentRuntime.setProcessDefault(null);
      runtime.close();
    }
  }

  /**
   * Whether there is a system to use: {@link #init()} was called and {@link #shutdown} was not
   * since, or this thread runs a task, an actor's method or code of a {@link RaySession}.
   */
  public static boolean isInitialized() {
    return CurrentRuntime.binding() != null || CurrentRuntime.processDefault() != null;
  }

  /** Keeps a copy of a value as an object. */
  public static <T extends @Nullable Object> ObjectRef<T> put(T value) {
    return CurrentRuntime.get().put(value);
  }

  /**
   * Waits for an object and returns a copy of it; what cannot change may be shared.
   *
   * @throws RayException if there is no object because its task failed, or because it is lost
   */
  public static <T extends @Nullable Object> T get(ObjectRef<T> objectRef) {
    return CurrentRuntime.get().get(objectRef, null);
  }

  /**
   * As {@link #get(ObjectRef)}, for at most so many milliseconds; -1 for no limit.
   *
   * @throws GetTimeoutException if the object was not there in time
   */
  public static <T extends @Nullable Object> T get(ObjectRef<T> objectRef, long timeoutMs) {
    return CurrentRuntime.get().get(objectRef, OptionRules.millis("timeoutMs", timeoutMs));
  }

  /**
   * As {@link #get(ObjectRef)}, for at most so long.
   *
   * @throws GetTimeoutException if the object was not there in time
   */
  public static <T extends @Nullable Object> T get(ObjectRef<T> objectRef, Duration timeout) {
    return CurrentRuntime.get().get(objectRef, OptionRules.time("timeout", timeout));
  }

  /**
   * Waits for all objects and returns copies of them, in the order of the references.
   *
   * @throws RayException of the first in the list that there is no object of
   */
  public static <T extends @Nullable Object> List<T> get(List<ObjectRef<T>> objectRefs) {
    return CurrentRuntime.get().get(objectRefs, null);
  }

  /**
   * As {@link #get(List)}, for at most so many milliseconds in all; -1 for no limit.
   *
   * @throws GetTimeoutException if an object was not there in time
   */
  public static <T extends @Nullable Object> List<T> get(
      List<ObjectRef<T>> objectRefs, long timeoutMs) {
    return CurrentRuntime.get().get(objectRefs, OptionRules.millis("timeoutMs", timeoutMs));
  }

  /**
   * As {@link #get(List)}, for at most so long in all.
   *
   * @throws GetTimeoutException if an object was not there in time
   */
  public static <T extends @Nullable Object> List<T> get(
      List<ObjectRef<T>> objectRefs, Duration timeout) {
    return CurrentRuntime.get().get(objectRefs, OptionRules.time("timeout", timeout));
  }

  /** Waits until all objects, or their failures, are there. */
  public static <T extends @Nullable Object> WaitResult<T> wait(List<ObjectRef<T>> objectRefs) {
    return waitFor(objectRefs, objectRefs.size(), null, true);
  }

  /** Waits until so many of the objects, or their failures, are there. */
  public static <T extends @Nullable Object> WaitResult<T> wait(
      List<ObjectRef<T>> objectRefs, int numReturns) {
    return waitFor(objectRefs, numReturns, null, true);
  }

  /**
   * Waits until so many are there, for at most so many milliseconds; {@link Integer#MAX_VALUE} for
   * no limit.
   */
  public static <T extends @Nullable Object> WaitResult<T> wait(
      List<ObjectRef<T>> objectRefs, int numReturns, int timeoutMs) {
    return wait(objectRefs, numReturns, timeoutMs, true);
  }

  /** Waits until so many are there, for at most so long. */
  public static <T extends @Nullable Object> WaitResult<T> wait(
      List<ObjectRef<T>> objectRefs, int numReturns, Duration timeout) {
    return wait(objectRefs, numReturns, timeout, true);
  }

  /**
   * Waits until so many of the objects, or their failures, are there, for at most so many
   * milliseconds.
   *
   * @param objectRefs what to wait for; none may occur twice
   * @param numReturns at least 1, at most as many as there are references
   * @param timeoutMs {@link Integer#MAX_VALUE} or -1 for no limit, 0 to look without waiting
   * @param fetchLocal whether an object is there only when it is on this node
   */
  public static <T extends @Nullable Object> WaitResult<T> wait(
      List<ObjectRef<T>> objectRefs, int numReturns, int timeoutMs, boolean fetchLocal) {
    Duration timeout =
        timeoutMs == Integer.MAX_VALUE ? null : OptionRules.millis("timeoutMs", timeoutMs);
    return waitFor(objectRefs, numReturns, timeout, fetchLocal);
  }

  /** As {@link #wait(List, int, int, boolean)}, for at most so long. */
  public static <T extends @Nullable Object> WaitResult<T> wait(
      List<ObjectRef<T>> objectRefs, int numReturns, Duration timeout, boolean fetchLocal) {
    return waitFor(objectRefs, numReturns, OptionRules.time("timeout", timeout), fetchLocal);
  }

  private static <T extends @Nullable Object> WaitResult<T> waitFor(
      List<ObjectRef<T>> refs, int numReturns, @Nullable Duration timeout, boolean fetchLocal) {
    RayRuntime runtime = CurrentRuntime.get();
    if (refs.isEmpty()) {
      return new WaitResult<>(List.of(), List.of());
    }
    if (numReturns < 1 || numReturns > refs.size()) {
      throw OptionRules.bad(
          "numReturns", "must be from 1 to the " + refs.size() + " references", numReturns);
    }
    return runtime.wait(refs, numReturns, timeout, fetchLocal);
  }

  /** The actor with this name in the job's namespace. */
  public static <T extends BaseActorHandle> Optional<T> getActor(String name) {
    return CurrentRuntime.get().getActor(OptionRules.name("name", name), null);
  }

  /** The actor with this name in a namespace. */
  public static <T extends BaseActorHandle> Optional<T> getActor(String name, String namespace) {
    return CurrentRuntime.get()
        .getActor(OptionRules.name("name", name), OptionRules.name("namespace", namespace));
  }

  /** What the caller can ask about where and as what it runs. */
  public static RuntimeContext getRuntimeContext() {
    return CurrentRuntime.get().getRuntimeContext();
  }

  /**
   * Ends the actor whose method calls this, in order and for good; does not return.
   *
   * @throws IllegalStateException outside of actors
   */
  public static void exitActor() {
    CurrentRuntime.get().exitActor();
  }
}
