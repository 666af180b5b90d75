package org.akkaray.runtime.gcs;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.wire.ActorList;
import org.akkaray.runtime.wire.ActorName;
import org.akkaray.runtime.wire.ActorRow;
import org.akkaray.runtime.wire.Control;
import org.akkaray.runtime.wire.NodeKey;
import org.akkaray.runtimecontext.ActorState;
import org.jspecify.annotations.Nullable;

/**
 * The control state of a cluster, as one of its nodes sees it: actors are known to a keeper that
 * all nodes share; nodes are known from the membership. Questions wait for the keeper's answer.
 */
public final class ClusterControlStore implements ControlStore {
  private final InMemoryControlStore own = new InMemoryControlStore();
  private volatile @Nullable ControlClient client;

  /** From now on there are others. */
  public void connect(ControlClient controlClient) {
    client = controlClient;
  }

  private ControlClient client() {
    ControlClient connected = client;
    if (connected == null) {
      throw new IllegalStateException("This node takes part in no cluster yet.");
    }
    return connected;
  }

  @Override
  public JobId nextJob() {
    return JobId.fromInt(client().await(Control.newBuilder().setNextJob(1)).getJob());
  }

  @Override
  public void putNode(NodeRecord node) {
    own.putNode(node);
  }

  @Override
  public List<NodeRecord> nodes() {
    return own.nodes();
  }

  @Override
  public void removeNode(UniqueId node) {
    own.removeNode(node);
  }

  /** Only an actor with a name waits for the answer. */
  @Override
  public Optional<ActorRecord> addActorIfAbsent(ActorRecord actor) {
    ActorRow.Builder row = toRow(actor).clearNode();
    if (actor.name() == null) {
      client().tell(Control.newBuilder().setUpdate(row));
      return Optional.empty();
    }
    return first(client().await(Control.newBuilder().setAdd(row)));
  }

  @Override
  public void updateActor(ActorId actor, ActorState state, int restarts) {
    if (state == ActorState.DEAD) {
      client()
          .tell(
              Control.newBuilder()
                  .setUpdate(
                      ActorRow.newBuilder()
                          .setActor(bytes(actor))
                          .setState(state.getValue())
                          .setEpoch(restarts)));
    }
  }

  @Override
  public Optional<ActorRecord> actor(ActorId actor) {
    return first(client().await(Control.newBuilder().setLocate(bytes(actor))));
  }

  @Override
  public Optional<ActorRecord> actorNamed(String namespace, String name) {
    return first(
        client()
            .await(
                Control.newBuilder()
                    .setNamed(ActorName.newBuilder().setNamespace(namespace).setName(name))));
  }

  @Override
  public List<ActorRecord> actors() {
    return client()
        .await(Control.newBuilder().setList(ActorList.getDefaultInstance()))
        .getAnswer()
        .getRowsList()
        .stream()
        .map(ClusterControlStore::fromRow)
        .toList();
  }

  private static Optional<ActorRecord> first(Control answer) {
    return answer.getAnswer().getRowsList().stream().findFirst().map(ClusterControlStore::fromRow);
  }

  private static ByteString bytes(ActorId id) {
    return ByteString.copyFrom(id.toByteBuffer());
  }

  /** A record as the keeper keeps it. */
  public static ActorRow.Builder toRow(ActorRecord actor) {
    ActorRow.Builder row =
        ActorRow.newBuilder()
            .setActor(bytes(actor.id()))
            .setJob(actor.job().value())
            .setClassName(actor.className())
            .setNamespace(actor.namespace())
            .setDetached(actor.detached())
            .setState(actor.state().getValue())
            .setEpoch(actor.restarts())
            .setNode(NodeKey.newBuilder().setHigh(actor.node().high()).setLow(actor.node().low()));
    if (actor.name() != null) {
      row.setName(actor.name());
    }
    return row;
  }

  static ActorRecord fromRow(ActorRow row) {
    return new ActorRecord(
        ActorId.fromByteBuffer(row.getActor().asReadOnlyByteBuffer()),
        JobId.fromInt(row.getJob()),
        row.getClassName(),
        row.getName().isEmpty() ? null : row.getName(),
        row.getNamespace(),
        row.getDetached(),
        ActorState.fromValue(row.getState()),
        row.getEpoch(),
        row.hasNode()
            ? UniqueId.of(row.getNode().getHigh(), row.getNode().getLow())
            : UniqueId.NIL);
  }
}
