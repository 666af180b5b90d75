package org.akkaray.runtime.remote;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorHandleImpl;
import org.akkaray.runtime.actor.ActorSpec;
import org.akkaray.runtime.actor.LocalActor;
import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtime.gcs.ActorRestarter;
import org.akkaray.runtime.gcs.ControlClient;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.Placement;
import org.akkaray.runtime.wire.ActorList;
import org.akkaray.runtime.wire.ActorRow;
import org.akkaray.runtime.wire.Control;
import org.akkaray.runtime.wire.CreateActor;
import org.akkaray.runtime.wire.Message;
import org.akkaray.runtime.wire.NodeKey;
import org.akkaray.runtimecontext.ActorState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says to the keeper of the cluster's control state what this node knows of actors, and to this
 * node's callers what the keeper says. On the keeper's own node it also creates actors again whose
 * nodes died. Thread-safe.
 */
public final class ClusterDirectory implements ActorDirectory, ActorRestarter {
  private static final Logger log = LoggerFactory.getLogger(ClusterDirectory.class);
  private static final int TRIES = 20;
  private static final long RETRY_MILLIS = 200;

  private final NodeContext node;
  private final ActorNodes nodes;
  private final WireActors wire;
  private final ActorParts parts;
  private final RemoteActors actors;
  private final Map<ActorId, ActorRow> rows = new ConcurrentHashMap<>();
  private Supplier<ControlClient> client;

  @SuppressWarnings("NullAway.Init") // connected before the node takes part in a cluster
  ClusterDirectory(
      NodeContext node, ActorNodes nodes, WireActors wire, ActorParts parts, RemoteActors actors) {
    this.node = node;
    this.nodes = nodes;
    this.wire = wire;
    this.parts = parts;
    this.actors = actors;
  }

  void connect(ControlClient controlClient) {
    client = () -> controlClient;
  }

  /** All that this node knows of the actors that it created or hosts. */
  public List<ActorRow> announcement() {
    return List.copyOf(rows.values());
  }

  private ActorRow.Builder row(ActorSpec spec, JobContext job) {
    ActorRow.Builder row =
        ActorRow.newBuilder()
            .setActor(Ids.bytes(spec.id()))
            .setJob(spec.job().value())
            .setClassName(spec.construction().descriptor().className())
            .setNamespace(spec.namespace())
            .setDetached(spec.detached())
            .setState(ActorState.PENDING_CREATION.getValue())
            .setDriver(Ids.toWire(job.driver()))
            .setMaxRestarts(spec.options().getMaxRestarts())
            .setDescription(WireActors.describe(spec));
    if (spec.name() != null) {
      row.setName(spec.name());
    }
    return row;
  }

  private void tell(ActorId id, ActorRow row) {
    rows.put(id, row);
    client.get().tell(Control.newBuilder().setUpdate(row));
  }

  @Override
  public void planned(ActorSpec spec, JobContext job) {
    tell(spec.id(), row(spec, job).build());
  }

  @Override
  public void created(ActorSpec spec, JobContext job, CreateActor message, UniqueId on) {
    ActorRow.Builder row = row(spec, job).setNode(Ids.toWire(on));
    if (spec.options().getMaxRestarts() != 0 || spec.detached()) {
      row.setCreation(message);
    }
    tell(spec.id(), row.build());
  }

  @Override
  public void hosted(LocalActor actor, CreateActor message) {
    ActorSpec spec = actor.spec();
    JobContext job = parts.jobs().of(actor.services().runtime());
    if (job == null) {
      return; // the job is over, and this node with it
    }
    ActorRow.Builder row =
        row(spec, job)
            .setState(actor.state().getValue())
            .setEpoch(actor.epoch())
            .setNode(Ids.toWire(node.id()));
    Failure death = actor.death();
    if (death != null) {
      rows.remove(spec.id());
      client
          .get()
          .tell(Control.newBuilder().setUpdate(row.setReason(reason(death)).clearCreation()));
      return;
    }
    if (spec.options().getMaxRestarts() != 0 || spec.detached()) {
      if (message.hasFunction()) {
        row.setCreation(message);
      } else if (actor.state() == ActorState.ALIVE) {
        row.setCreation(wire.toWire(spec, job));
      }
    }
    tell(spec.id(), row.build());
  }

  @Override
  public void moved(ActorSpec spec, JobContext job, CreateActor message, @Nullable UniqueId to) {
    ActorRow.Builder row =
        row(spec, job)
            .setState(ActorState.RESTARTING.getValue())
            .setEpoch(message.getEpoch())
            .setMaxRestarts(message.getMaxRestarts())
            .setDescription(WireActors.describe(message));
    if (message.getMaxRestarts() != 0) {
      row.setCreation(message.toBuilder().clearState().clearMovedFrom());
    }
    if (to != null) {
      row.setNode(Ids.toWire(to));
    }
    tell(spec.id(), row.build());
  }

  private static String reason(Failure death) {
    return death instanceof Failure.ActorDied died ? died.message() : death.toString();
  }

  @Override
  public void died(ActorId actor, Failure reason) {
    rows.remove(actor);
    client
        .get()
        .tell(
            Control.newBuilder()
                .setUpdate(
                    ActorRow.newBuilder()
                        .setActor(Ids.bytes(actor))
                        .setState(ActorState.DEAD.getValue())
                        .setReason(reason(reason))));
  }

  @Override
  public void locate(ActorId actor) {
    locate(actor, TRIES);
  }

  private void locate(ActorId actor, int tries) {
    client
        .get()
        .ask(Control.newBuilder().setLocate(Ids.bytes(actor)))
        .thenAccept(answer -> {
          ActorList found = answer.getAnswer();
          if (found.getRowsCount() > 0) {
            onNews(found.getRows(0));
            if (node.knows(Ids.node(found.getRows(0).getNode())) && actors.isSought(actor)) {
              later(() -> locate(actor, tries)); // that is where it was, and it moves
            }
          } else if (tries > 0) {
            later(() -> locate(actor, tries - 1)); // its creator's word may be on its way
          } else {
            actors.died(actor, "Actor " + actor + " is not known in this cluster any more.");
          }
        });
  }

  private void later(Runnable action) {
    try {
      parts.timer().schedule(action, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("This node is ending.");
    }
  }

  /** What the keeper says of an actor. */
  public void onNews(ActorRow row) {
    ActorId id = WireActors.actor(row.getActor());
    if (row.getState() == ActorState.DEAD.getValue()) {
      rows.remove(id);
      actors.died(
          id,
          row.getReason().startsWith("Actor ")
              ? row.getReason()
              : "Actor " + row.getDescription().getDisplayName() + " is gone: " + row.getReason());
      return;
    }
    if (!row.hasNode()) {
      return; // there will be news
    }
    rows.computeIfPresent(
        id,
        (key, known) ->
            row.getEpoch() > known.getEpoch()
                ? known.toBuilder()
                    .setNode(row.getNode())
                    .setEpoch(row.getEpoch())
                    .setMaxRestarts(row.getMaxRestarts())
                    .setState(row.getState())
                    .build()
                : known);
    actors.at(id, Ids.node(row.getNode()), row.getEpoch(), row.getMaxRestarts());
  }

  @Override
  public ActorHandleImpl<?> find(ActorRecord record) {
    for (int i = 0; i < TRIES; i++) {
      ActorList found =
          client.get().await(Control.newBuilder().setLocate(Ids.bytes(record.id()))).getAnswer();
      if (found.getRowsCount() > 0 && found.getRows(0).hasDescription()) {
        ActorRow row = found.getRows(0);
        RemoteActor actor = actors.known(record.id(), row.getDescription(), null);
        ActorHandleImpl<?> handle = actor.handle();
        onNews(row);
        return handle;
      }
      try {
        Thread.sleep(RETRY_MILLIS); // it is being created, and its creator has not said how
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new IllegalStateException(
        "Actor \"" + record.name() + "\" is being created, or was and failed; try again.");
  }

  void nodeDown(UniqueId gone) {
    client.get().tell(Control.newBuilder().setNodeGone(Ids.toWire(gone)));
  }

  @Override
  public @Nullable NodeKey restart(CreateActor creation) {
    Placement placement =
        nodes.choose(
            ResourceSet.of(creation.getDemandMap()),
            WireActors.strategy(creation.getStrategy()),
            creation.getDetached());
    if (!(placement instanceof Placement.OnNode(UniqueId chosen)) || !node.knows(chosen)) {
      return null;
    }
    JobId job = JobId.fromInt(creation.getJob());
    if (chosen.equals(node.id())) {
      nodes.arrived(chosen);
      parts.jobs().define(job, creation.getJobDefinition());
      parts
          .jobs()
          .with(
              job,
              context -> parts.hosted().host(context, creation),
              reason -> log.warn("An actor cannot be created again: {}", reason));
    } else {
      node.links()
          .send(
              chosen,
              Message.newBuilder()
                  .setJob(job.value())
                  .setJobDefinition(creation.getJobDefinition())
                  .build());
      node.links()
          .send(chosen, Message.newBuilder().setJob(job.value()).setCreateActor(creation).build());
    }
    return Ids.toWire(chosen);
  }
}
