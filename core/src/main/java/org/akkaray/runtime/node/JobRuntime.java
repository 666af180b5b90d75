package org.akkaray.runtime.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.akkaray.ActorHandle;
import org.akkaray.BaseActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.ObjectRefGenerator;
import org.akkaray.WaitResult;
import org.akkaray.function.RayFunc;
import org.akkaray.function.RayFuncR;
import org.akkaray.id.PlacementGroupId;
import org.akkaray.options.ActorCreationOptions;
import org.akkaray.options.CallOptions;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.object.MultiReturns;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.task.ExecutionContext;
import org.akkaray.runtime.task.Generator;
import org.akkaray.runtime.task.ReturnShape;
import org.akkaray.runtimecontext.RuntimeContext;
import org.jspecify.annotations.Nullable;

/**
 * What the public API calls, for one job on one node: passes each request to the part that serves
 * it. Thread-safe; put together by {@link NodeBootstrap} for the driver's job, and by {@link
 * JobBootstrap} for those whose calls come from other nodes.
 */
final class JobRuntime implements RayRuntime {
  private volatile @Nullable JobParts parts;
  private boolean closing;
  private volatile boolean closed;

  /** Completes it with its parts, some of which needed to know it. */
  void assemble(JobParts assembled) {
    parts = assembled;
  }

  boolean isClosed() {
    return closed;
  }

  synchronized boolean isClosing() {
    return closing;
  }

  JobParts open() {
    JobParts all = parts;
    if (closed || all == null) {
      throw new IllegalStateException("This Ray session was shut down: call Ray.init() again.");
    }
    return all;
  }

  @Override
  public <T extends @Nullable Object> ObjectRef<T> put(T value) {
    JobParts all = open();
    ExecutionContext caller = all.calls().caller();
    ObjectRefImpl<T> ref = caller.newPut();
    ref.succeed(value, all.services().values());
    return ref;
  }

  @Override
  public <T extends @Nullable Object> T get(ObjectRef<T> ref, @Nullable Duration timeout) {
    return open().reader().get(ref, timeout);
  }

  @Override
  public <T extends @Nullable Object> List<T> get(
      List<ObjectRef<T>> refs, @Nullable Duration timeout) {
    return open().reader().get(refs, timeout);
  }

  @Override
  public <T extends @Nullable Object> WaitResult<T> wait(
      List<ObjectRef<T>> refs, int numReturns, @Nullable Duration timeout, boolean fetchLocal) {
    return open().reader().wait(refs, numReturns, timeout, fetchLocal);
  }

  @Override
  public <R extends @Nullable Object> ObjectRef<R> submitTask(
      RayFunc function, @Nullable Object[] arguments, CallOptions options) {
    return single(open().calls().submitTask(function, arguments, options, ReturnShape.SINGLE));
  }

  @Override
  public <E extends @Nullable Object> List<ObjectRef<E>> submitMultiTask(
      RayFunc function, @Nullable Object[] arguments, CallOptions options) {
    return multiple(open().calls().submitTask(function, arguments, options, ReturnShape.MULTIPLE));
  }

  @Override
  public <E extends @Nullable Object> ObjectRefGenerator<E> submitGeneratorTask(
      RayFunc function, @Nullable Object[] arguments, CallOptions options) {
    return Generator.of(
        open().calls().submitTask(function, arguments, options, ReturnShape.GENERATOR));
  }

  @Override
  public <A> ActorHandle<A> createActor(
      RayFuncR<A> constructor, @Nullable Object[] arguments, ActorCreationOptions options) {
    return open().actors().create(constructor, arguments, options);
  }

  @Override
  public <R extends @Nullable Object> ObjectRef<R> submitActorTask(
      BaseActorHandle actor, RayFunc method, @Nullable Object[] arguments, CallOptions options) {
    return single(open().actors().submit(actor, method, arguments, options, ReturnShape.SINGLE));
  }

  @Override
  public <E extends @Nullable Object> List<ObjectRef<E>> submitActorMultiTask(
      BaseActorHandle actor, RayFunc method, @Nullable Object[] arguments, CallOptions options) {
    return multiple(
        open().actors().submit(actor, method, arguments, options, ReturnShape.MULTIPLE));
  }

  @Override
  public <E extends @Nullable Object> ObjectRefGenerator<E> submitActorGeneratorTask(
      BaseActorHandle actor, RayFunc method, @Nullable Object[] arguments, CallOptions options) {
    return Generator.of(
        open().actors().submit(actor, method, arguments, options, ReturnShape.GENERATOR));
  }

  @SuppressWarnings("unchecked") // what a call of this shape returns to
  private static <R> ObjectRef<R> single(Returns returns) {
    return (ObjectRefImpl<R>) returns;
  }

  @SuppressWarnings("unchecked") // what a call of this shape returns to
  private static <E> List<ObjectRef<E>> multiple(Returns returns) {
    return ((MultiReturns<E>) returns).refs();
  }

  @Override
  public void killActor(BaseActorHandle actor, boolean noRestart) {
    open().actors().kill(actor, noRestart);
  }

  @Override
  public <A extends BaseActorHandle> Optional<A> getActor(String name, @Nullable String namespace) {
    return open()
        .node()
        .actorTable()
        .find(namespace != null ? namespace : open().namespace(), name);
  }

  @Override
  public void exitActor() {
    open().actors().exit();
  }

  @Override
  public RuntimeContext getRuntimeContext() {
    JobParts all = open();
    return new LocalRuntimeContext(
        all.calls().caller(),
        all.job(),
        all.namespace(),
        all.node().record(),
        all.node().controlStore(),
        all.runtimeEnv());
  }

  @Override
  public PlacementGroup createPlacementGroup(PlacementGroupCreationOptions options) {
    return open().groups().create(options);
  }

  @Override
  public @Nullable PlacementGroup getPlacementGroup(PlacementGroupId id) {
    return open().groups().byId(id);
  }

  @Override
  public @Nullable PlacementGroup getPlacementGroup(String name, @Nullable String namespace) {
    return open().groups().byName(name, namespace != null ? namespace : open().namespace());
  }

  @Override
  public List<PlacementGroup> getAllPlacementGroups() {
    return open().groups().all();
  }

  @Override
  public void removePlacementGroup(PlacementGroupId id) {
    open().groups().remove(id);
  }

  @Override
  public boolean waitPlacementGroupReady(PlacementGroupId id, Duration timeout) {
    return open().groups().awaitReady(id, timeout);
  }

  /** The job is over while the node goes on: nothing can be asked of it any more. */
  void end() {
    closed = true;
  }

  /** Lets what runs here end, for at most so long, and then closes. */
  void leave(Duration patience) {
    JobParts all = parts;
    if (all != null && !closed) {
      all.node().drain(patience);
    }
    close();
  }

  /**
   * Ends all that runs here, and the node.
   *
   * @throws IllegalStateException from within a task or an actor, which would wait for its own end
   */
  @Override
  public void close() {
    if (ExecutionContext.current(this) != null) {
      throw new IllegalStateException(
          "Ray.shutdown() was called inside a task or an actor; only the driver can shut Ray down.");
    }
    JobParts all;
    synchronized (this) {
      all = parts;
      if (closing || all == null) {
        return;
      }
      closing = true;
    }
    all.node().endActors(); // which may still use Ray
    closed = true;
    all.node().close();
  }
}
