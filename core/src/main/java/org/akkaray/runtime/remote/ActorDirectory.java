package org.akkaray.runtime.remote;

import org.akkaray.id.ActorId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorHandleImpl;
import org.akkaray.runtime.actor.ActorSpec;
import org.akkaray.runtime.actor.LocalActor;
import org.akkaray.runtime.gcs.ActorRecord;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.wire.CreateActor;
import org.jspecify.annotations.Nullable;

/** What the cluster knows of its actors, as this node sees it. Thread-safe; nothing here blocks. */
interface ActorDirectory {
  /** An actor of this node waits for its place. */
  void planned(ActorSpec spec, JobContext job);

  /** An actor of this node goes to a node. */
  void created(ActorSpec spec, JobContext job, CreateActor message, UniqueId on);

  /** An actor that this node hosts has changed. */
  void hosted(LocalActor actor, CreateActor message);

  /**
   * An actor leaves this node, which leaves in order.
   *
   * @param message what it is made of, in its next epoch
   * @param to null if no node has a place for it now
   */
  void moved(ActorSpec spec, JobContext job, CreateActor message, @Nullable UniqueId to);

  /** An actor will never be there. */
  void died(ActorId actor, Failure reason);

  /**
   * Asks where an actor is; {@link RemoteActors#at} or {@link RemoteActors#died} gets the answer.
   */
  void locate(ActorId actor);

  /** The handle of an actor that lives elsewhere. */
  ActorHandleImpl<?> find(ActorRecord record);
}
