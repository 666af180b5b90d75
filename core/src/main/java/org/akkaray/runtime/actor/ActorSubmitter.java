package org.akkaray.runtime.actor;

import org.akkaray.BaseActorHandle;
import org.akkaray.function.RayFunc;
import org.akkaray.function.RayFuncR;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.options.ActorCreationOptions;
import org.akkaray.options.ActorLifetime;
import org.akkaray.options.CallOptions;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.akkaray.runtime.object.Returns;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.CallSubmitter;
import org.akkaray.runtime.task.ExecutionContext;
import org.akkaray.runtime.task.ReturnShape;
import org.jspecify.annotations.Nullable;

/** The caller's side of actors: creates them, calls them, kills them. */
public final class ActorSubmitter {
  private final CallSubmitter calls;
  private final ActorTable table;
  private final JobId job;
  private final String namespace;
  private final ActorLifetime defaultLifetime;

  public ActorSubmitter(
      CallSubmitter calls,
      ActorTable table,
      JobId job,
      String namespace,
      ActorLifetime defaultLifetime) {
    this.calls = calls;
    this.table = table;
    this.job = job;
    this.namespace = namespace;
    this.defaultLifetime = defaultLifetime;
  }

  public <A> ActorHandleImpl<A> create(
      RayFuncR<A> constructor, @Nullable Object[] arguments, ActorCreationOptions options) {
    ResourceSet demand = calls.demandOf(options);
    CallSpec construction =
        calls.specify(
            calls.caller(), constructor, arguments, CallOptions.DEFAULT, ReturnShape.SINGLE);
    FunctionDescriptor descriptor = construction.descriptor();
    Class<?> actorClass = descriptor.isConstructor() ? descriptor.implementingClass() : null;
    ActorLifetime lifetime =
        options.getLifetime() != null ? options.getLifetime() : defaultLifetime;
    return table.create(
        new ActorSpec(
            ActorId.forCreation(TaskId.of(construction.taskHigh(), construction.taskLow())),
            job,
            construction,
            options,
            demand,
            ConcurrencyLayout.of(options, actorClass),
            options.getName(),
            options.getNamespace() != null ? options.getNamespace() : namespace,
            lifetime == ActorLifetime.DETACHED,
            null),
        calls.services());
  }

  /** Submits a call and returns where its results will be. */
  public Returns submit(
      BaseActorHandle handle,
      RayFunc method,
      @Nullable Object[] arguments,
      CallOptions options,
      ReturnShape shape) {
    ActorHandleImpl<?> through = own(handle);
    ExecutionContext caller = calls.caller();
    CallSpec spec = calls.specify(caller, method, arguments, options, shape);
    return through.actor().submit(calls.services(), spec, through, caller);
  }

  public void kill(BaseActorHandle handle, boolean noRestart) {
    own(handle).actor().kill(noRestart);
  }

  /** Leaves the method that the calling thread runs, and ends its actor. */
  public void exit() {
    if (!(calls.caller().invocation() instanceof ActorCall)) {
      throw new IllegalStateException("Ray.exitActor() was called outside of an actor's method.");
    }
    throw new ActorExit();
  }

  private ActorHandleImpl<?> own(BaseActorHandle handle) {
    if (handle instanceof ActorHandleImpl<?> own) {
      if (own.actor().session() != table) {
        throw new IllegalArgumentException(
            handle + " belongs to another Ray session, or to one that was shut down.");
      }
      return own;
    }
    throw new IllegalArgumentException("Not a handle made by this Ray: " + handle);
  }
}
