package org.akkaray.runtime.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.akkaray.options.BaseTaskOptions;
import org.akkaray.options.CallOptions;
import org.akkaray.options.SchedulingStrategy;
import org.akkaray.runtime.wire.Options;
import org.akkaray.runtime.wire.Strategy;

/**
 * Options of calls as they are sent to the node that runs them: what has been decided before (where
 * it runs, in which bundle) stays behind, but for the resources that it takes.
 */
final class WireOptions {
  private WireOptions() {}

  static Options toWire(CallOptions options) {
    Options.Builder wire = Options.newBuilder();
    if (options == CallOptions.DEFAULT) {
      return wire.build();
    }
    if (options.getName() != null) {
      wire.setName(options.getName());
    }
    wire.setMaxRetries(options.getMaxRetries())
        .setMaxRetriesSet(options.isMaxRetriesSet())
        .setRetryExceptions(options.isRetryExceptions())
        .setNumReturns(options.getNumReturns())
        .setGeneratorBackpressure(options.getGeneratorBackpressure())
        .putAllResources(options.getResources())
        .setResourcesSet(true);
    options.getRetriedExceptions().forEach(type -> wire.addRetriedExceptions(type.getName()));
    if (options.getTimeout() != null) {
      wire.setTimeoutNanos(options.getTimeout().toNanos());
    }
    if (options.getConcurrencyGroupName() != null) {
      wire.setConcurrencyGroup(options.getConcurrencyGroupName());
    }
    return wire.build();
  }

  static CallOptions fromWire(Options wire, ClassLoader loader) {
    if (!wire.getResourcesSet()) {
      return CallOptions.DEFAULT;
    }
    CallOptions.Builder options = new CallOptions.Builder();
    if (!wire.getName().isEmpty()) {
      options.setName(wire.getName());
    }
    if (wire.getMaxRetriesSet()) {
      options.setMaxRetries(wire.getMaxRetries());
    }
    if (wire.getRetryExceptions()) {
      options.setRetryExceptions(classes(wire.getRetriedExceptionsList(), loader));
    }
    if (wire.getNumReturns() > 0) {
      options.setNumReturns(wire.getNumReturns());
    }
    if (wire.getGeneratorBackpressure() > 0) {
      options.setGeneratorBackpressure(wire.getGeneratorBackpressure());
    }
    if (wire.getTimeoutNanos() > 0) {
      options.setTimeout(Duration.ofNanos(wire.getTimeoutNanos()));
    }
    if (!wire.getConcurrencyGroup().isEmpty()) {
      options.setConcurrencyGroupName(wire.getConcurrencyGroup());
    }
    resources(wire).forEach(options::setResource);
    return options.build();
  }

  private static Map<String, Double> resources(Options wire) {
    return wire.getResourcesMap().isEmpty()
        ? Map.of(BaseTaskOptions.CPU, 0.0)
        : wire.getResourcesMap();
  }

  private static List<Class<? extends Throwable>> classes(List<String> names, ClassLoader loader) {
    List<Class<? extends Throwable>> classes = new ArrayList<>(names.size());
    for (String name : names) {
      try {
        classes.add(Class.forName(name, false, loader).asSubclass(Throwable.class));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(
            "Class "
                + name
                + ", an exception that a call wants to be run again for, is not in the job's code.",
            e);
      }
    }
    return classes;
  }

  /** What a strategy asks of a node. */
  static Strategy toWire(SchedulingStrategy strategy) {
    Strategy.Builder wire = Strategy.newBuilder();
    switch (strategy) {
      case SchedulingStrategy.Default ignored -> {}
      case SchedulingStrategy.Spread ignored -> wire.setSpread(true);
      case SchedulingStrategy.NodeAffinity affinity ->
          wire.setNode(Ids.toWire(affinity.nodeId())).setSoft(affinity.soft());
      case SchedulingStrategy.NodeLabels labels ->
          wire.putAllHardLabels(labels.hard()).putAllSoftLabels(labels.soft());
    }
    return wire.build();
  }
}
