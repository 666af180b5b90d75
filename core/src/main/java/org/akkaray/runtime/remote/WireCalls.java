package org.akkaray.runtime.remote;

import java.util.List;
import org.akkaray.function.RayFunc;
import org.akkaray.id.UniqueId;
import org.akkaray.options.CallOptions;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.akkaray.runtime.function.FunctionImage;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.task.CallSpec;
import org.akkaray.runtime.task.GeneratorStream;
import org.akkaray.runtime.task.ReturnShape;
import org.akkaray.runtime.task.TaskInvocation;
import org.akkaray.runtime.wire.RunTask;
import org.akkaray.runtime.wire.Value;

/** Calls as they are sent: functions by number, arguments by value or by where they lie. */
final class WireCalls {
  static final ResourceSet USUAL_DEMAND = ResourceSet.cpus(1);

  private final FunctionNumbers functions;

  WireCalls(FunctionNumbers functions) {
    this.functions = functions;
  }

  /** A task, for a node. */
  RunTask.Builder toWire(TaskInvocation task, JobContext job, UniqueId to) {
    RunTask.Builder wire =
        RunTask.newBuilder()
            .setTaskHigh(task.taskHigh())
            .setTaskLow(task.taskLow())
            .setAttempt(task.attempt())
            .setShape(task.shape());
    FunctionImage image = job.services().functions().image(task.function());
    wire.setFunction(functions.numberFor(image.code(), to));
    for (Object captured : image.captured()) {
      wire.addCaptured(job.values().toWire(captured, to));
    }
    for (Object argument : task.frozenArguments()) {
      wire.addArguments(argumentToWire(argument, job, to));
    }
    if (task.options() != CallOptions.DEFAULT) {
      wire.setOptions(WireOptions.toWire(task.options()));
    }
    if (task.returns() instanceof GeneratorStream<?> stream) {
      wire.setSkip(stream.published());
    }
    ResourceSet demand = task.schedulingClass().demand();
    if (!demand.equals(USUAL_DEMAND)) {
      wire.setDemandSet(true).putAllDemand(demand.toMap());
    }
    return wire;
  }

  /** An argument whose value is there: instead of a reference to it goes the value. */
  static Value argumentToWire(Object argument, JobContext job, UniqueId to) {
    Object frozen = argument instanceof ObjectRefImpl<?> ref ? ref.result() : argument;
    return job.values().toWire(frozen, to);
  }

  /**
   * What a node is asked to run.
   *
   * @param shape where its results go
   */
  CallSpec fromWire(RunTask wire, JobContext job, UniqueId from, ReturnShape shape) {
    RayFunc function = function(wire.getFunction(), wire.getCapturedList(), job, from);
    return new CallSpec(
        wire.getTaskHigh(),
        wire.getTaskLow(),
        FunctionDescriptor.of(function),
        function,
        values(wire.getArgumentsList(), job, from),
        WireOptions.fromWire(wire.getOptions(), job.loader()),
        shape,
        wire.getAttempt());
  }

  RayFunc function(int number, List<Value> captured, JobContext job, UniqueId from) {
    return job.revive(
        new FunctionImage(functions.function(from, number), values(captured, job, from)));
  }

  static Object[] values(List<Value> wire, JobContext job, UniqueId from) {
    return job.values().all(wire, from);
  }

  static ResourceSet demand(RunTask wire) {
    return wire.getDemandSet() ? ResourceSet.of(wire.getDemandMap()) : USUAL_DEMAND;
  }
}
