package org.akkaray.runtime;

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
import org.akkaray.runtimecontext.RuntimeContext;
import org.jspecify.annotations.Nullable;

/**
 * What the public API asks of the system: the seam between the two. Thread-safe. An argument that
 * is an {@link ObjectRef} is a data edge: the call gets its value. A timeout of null is none.
 */
public interface RayRuntime extends AutoCloseable {

  <T extends @Nullable Object> ObjectRef<T> put(T value);

  <T extends @Nullable Object> T get(ObjectRef<T> ref, @Nullable Duration timeout);

  <T extends @Nullable Object> List<T> get(List<ObjectRef<T>> refs, @Nullable Duration timeout);

  <T extends @Nullable Object> WaitResult<T> wait(
      List<ObjectRef<T>> refs, int numReturns, @Nullable Duration timeout, boolean fetchLocal);

  <R extends @Nullable Object> ObjectRef<R> submitTask(
      RayFunc function, @Nullable Object[] arguments, CallOptions options);

  /**
   * Makes {@link CallOptions#getNumReturns} objects, one of each element of the list that the
   * function returns.
   */
  <E extends @Nullable Object> List<ObjectRef<E>> submitMultiTask(
      RayFunc function, @Nullable Object[] arguments, CallOptions options);

  <E extends @Nullable Object> ObjectRefGenerator<E> submitGeneratorTask(
      RayFunc function, @Nullable Object[] arguments, CallOptions options);

  <A> ActorHandle<A> createActor(
      RayFuncR<A> constructor, @Nullable Object[] arguments, ActorCreationOptions options);

  /** The arguments do not include the receiver; the same holds for the other two. */
  <R extends @Nullable Object> ObjectRef<R> submitActorTask(
      BaseActorHandle actor, RayFunc method, @Nullable Object[] arguments, CallOptions options);

  <E extends @Nullable Object> List<ObjectRef<E>> submitActorMultiTask(
      BaseActorHandle actor, RayFunc method, @Nullable Object[] arguments, CallOptions options);

  <E extends @Nullable Object> ObjectRefGenerator<E> submitActorGeneratorTask(
      BaseActorHandle actor, RayFunc method, @Nullable Object[] arguments, CallOptions options);

  void killActor(BaseActorHandle actor, boolean noRestart);

  /** Null for the job's namespace. */
  <A extends BaseActorHandle> Optional<A> getActor(String name, @Nullable String namespace);

  /** Ends the actor whose method runs; does not return. */
  void exitActor();

  RuntimeContext getRuntimeContext();

  PlacementGroup createPlacementGroup(PlacementGroupCreationOptions options);

  @Nullable PlacementGroup getPlacementGroup(PlacementGroupId id);

  @Nullable PlacementGroup getPlacementGroup(String name, @Nullable String namespace);

  List<PlacementGroup> getAllPlacementGroups();

  void removePlacementGroup(PlacementGroupId id);

  boolean waitPlacementGroupReady(PlacementGroupId id, Duration timeout);

  @Override
  void close();
}
