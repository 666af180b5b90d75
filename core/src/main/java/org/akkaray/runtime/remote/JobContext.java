package org.akkaray.runtime.remote;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.function.RayFunc;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.function.FunctionImage;
import org.akkaray.runtime.object.ValueExchange;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.wire.JobDefinition;
import org.akkaray.runtime.wire.Message;

/**
 * One job on this node, whether its driver runs here or elsewhere: its classes, its values, its
 * references.
 */
public final class JobContext {
  private final NodeContext node;
  private final JobId job;
  private final JobDefinition definition;
  private final Set<UniqueId> announced = ConcurrentHashMap.newKeySet();
  private final Services services;
  private final ClassLoader loader;
  private final References references;
  private final RemoteObjects objects;
  private final HandleExchange handles;
  private final WireValues values;

  /**
   * @param definition what other nodes must know of it
   * @param loader knows the job's classes
   */
  public JobContext(
      NodeContext node,
      JobId job,
      JobDefinition definition,
      Services services,
      ClassLoader loader,
      RemoteObjects objects,
      HandleExchange handles) {
    this.node = node;
    this.job = job;
    this.definition = definition;
    this.services = services;
    this.loader = loader;
    this.references = new References(node, this);
    this.objects = objects;
    this.handles = handles;
    this.values = valuesIn(services);
  }

  /** This job's values, read and written with the classes of another one. */
  WireValues valuesIn(JobContext classes) {
    return valuesIn(classes.services);
  }

  private WireValues valuesIn(Services classes) {
    return new WireValues(
        node,
        objects,
        new ValueExchange(classes.values(), objects),
        references,
        new WireGroups(services.runtime(), driver().equals(node.id())),
        handles);
  }

  public JobId job() {
    return job;
  }

  /** The node that the job's driver is, or has. */
  UniqueId driver() {
    return Ids.node(definition.getDriver());
  }

  JobDefinition definition() {
    return definition;
  }

  /** What calls of the job need of this node. */
  public Services services() {
    return services;
  }

  ClassLoader loader() {
    return loader;
  }

  References references() {
    return references;
  }

  WireValues values() {
    return values;
  }

  /** The function of an image, in the job's classes. */
  RayFunc revive(FunctionImage image) {
    return services.functions().revive(image, loader);
  }

  /** A message of this job to a node, which is told first what the job is. */
  Message.Builder messageTo(UniqueId to) {
    if (!announced.contains(to)) {
      announce(to);
    }
    return Message.newBuilder().setJob(job.value());
  }

  private synchronized void announce(UniqueId to) {
    if (!announced.contains(to)) {
      node.send(to, Message.newBuilder().setJob(job.value()).setJobDefinition(definition));
      announced.add(to);
    }
  }
}
