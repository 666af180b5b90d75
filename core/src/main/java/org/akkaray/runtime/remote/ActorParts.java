package org.akkaray.runtime.remote;

import java.util.concurrent.ScheduledExecutorService;
import org.akkaray.runtime.actor.ActorTable;
import org.jspecify.annotations.Nullable;

/**
 * What the parts that have to do with actors know of one another. Thread-safe: it is put together
 * before the node takes part in a cluster.
 */
final class ActorParts {
  private final JobContexts jobs;
  private final ScheduledExecutorService timer;
  private volatile ActorTable table;
  private HostedActors hosted;
  private ActorDirectory directory;

  @SuppressWarnings("NullAway.Init") // completed before anybody else sees it
  ActorParts(JobContexts jobs, ScheduledExecutorService timer) {
    this.jobs = jobs;
    this.timer = timer;
  }

  void complete(ActorTable actorTable, HostedActors hostedActors, ActorDirectory actorDirectory) {
    table = actorTable;
    hosted = hostedActors;
    directory = actorDirectory;
  }

  JobContexts jobs() {
    return jobs;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  ActorTable table() {
    return table;
  }

  /** How many actors live here. */
  int actors() {
    @Nullable ActorTable ready = table;
    return ready == null ? 0 : ready.all().size();
  }

  HostedActors hosted() {
    return hosted;
  }

  ActorDirectory directory() {
    return directory;
  }
}
