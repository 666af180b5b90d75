package org.akkaray.runtime.actor;

import org.akkaray.function.RayFunc1;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.options.ActorCreationOptions;
import org.akkaray.options.CallOptions;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.Lineage;
import org.akkaray.runtime.task.ReturnShape;
import org.akkaray.runtime.task.Services;

/** Calls of an actor that has no node. */
final class ActorFixtures {
  private static final RayFunc1<String, Integer> LENGTH = String::length;
  private static final Services NOWHERE =
      new Services(null, "nowhere", null, null, null, null, null, null, new Lineage(UniqueId.NIL));

  private final LocalActor actor;
  private int number;

  ActorFixtures() {
    ActorCreationOptions options = ActorCreationOptions.DEFAULT;
    actor =
        new LocalActor(
            NOWHERE,
            new ActorSpec(
                ActorId.forCreation(TaskId.of(1, 1)),
                JobId.fromInt(1),
                spec(),
                options,
                ResourceSet.EMPTY,
                ConcurrencyLayout.of(options, null),
                null,
                "tests",
                false,
                null),
            new LocalActor.Life() {
              @Override
              public void restart() {}

              @Override
              public void end() {}
            },
            "a session",
            0);
  }

  private CallSpec spec(Object... arguments) {
    return new CallSpec(
        1,
        ++number,
        FunctionDescriptor.of(LENGTH),
        LENGTH,
        arguments,
        CallOptions.DEFAULT,
        ReturnShape.SINGLE);
  }

  /** A call that has been started, with these inputs. */
  ActorCall started(ObjectRefImpl<?>... inputs) {
    ActorCall call = notStarted(inputs);
    call.start();
    return call;
  }

  ActorCall notStarted(ObjectRefImpl<?>... inputs) {
    return new ActorCall(NOWHERE, spec((Object[]) inputs), actor, actor.handle(), 0);
  }

  /** An object that is not there yet. */
  static ObjectRefImpl<String> late() {
    return new ObjectRefImpl<>(null, 2, 2, 0, null);
  }
}
