package org.akkaray.runtime.remote;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.exception.SerializationException;
import org.akkaray.id.ActorId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorHandleImpl;
import org.akkaray.runtime.actor.LocalActor;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.wire.ActorDescription;
import org.akkaray.runtime.wire.BorrowActor;
import org.akkaray.runtime.wire.Held;
import org.akkaray.runtime.wire.HeldActor;
import org.akkaray.runtime.wire.Message;
import org.akkaray.runtime.wire.Release;
import org.jspecify.annotations.Nullable;

/**
 * Handles of actors inside values. An actor that ends with its last handle is owned by the node
 * that created it; handles that travel are lent, by whoever sends them, as references are. Who gets
 * one from another than the owner borrows it from the owner, too, so that the lender may die.
 * Thread-safe.
 */
final class ActorHandles implements HandleExchange {
  private static final Cleaner CLEANER = Cleaner.create();

  private record Borrowed(
      WeakReference<ActorHandleImpl<?>> handle, RemoteActor actor, Borrowing borrowing) {}

  private final NodeContext node;
  private final ActorParts parts;
  private final Loans<ActorId, ActorHandleImpl<?>> loans = new Loans<>();
  private final Map<ActorId, Borrowed> borrowed = new ConcurrentHashMap<>();
  private RemoteActors actors;

  @SuppressWarnings("NullAway.Init") // connected before it is used
  ActorHandles(NodeContext node, ActorParts parts) {
    this.node = node;
    this.parts = parts;
  }

  void connect(RemoteActors remoteActors) {
    actors = remoteActors;
  }

  @Override
  public Held toWire(Object handle, UniqueId to) {
    if (!(handle instanceof ActorHandleImpl<?> own)) {
      throw new SerializationException(handle + " cannot be sent to another node.");
    }
    HeldActor.Builder wire = HeldActor.newBuilder().setActor(Ids.bytes(own.getId()));
    UniqueId owner;
    if (own.actor() instanceof RemoteActor remote) {
      owner = remote.owner();
      wire.setDescription(remote.describe());
    } else {
      LocalActor local = (LocalActor) own.actor();
      UniqueId creator = parts.hosted().ownerOf(own.getId());
      owner = !local.spec().isOwned() ? null : creator == null ? node.id() : creator;
      wire.setDescription(
          WireActors.describe(local.spec()).toBuilder()
              .setNode(Ids.toWire(node.id()))
              .setEpoch(local.epoch()));
    }
    if (owner != null) {
      loans.lend(own.getId(), own, to);
      wire.setOwner(Ids.toWire(owner));
    }
    return Held.newBuilder().setActor(wire).build();
  }

  @Override
  public Object fromWire(Held wire, UniqueId from) {
    if (!wire.hasActor()) {
      throw new SerializationException(
          "Node " + from + " sends a handle, which this node cannot take.");
    }
    HeldActor held = wire.getActor();
    ActorId id = WireActors.actor(held.getActor());
    if (!held.hasOwner()) {
      LocalActor here = parts.table().local(id);
      return here != null ? here.handle() : actors.known(id, held.getDescription(), null).handle();
    }
    UniqueId owner = Ids.node(held.getOwner());
    if (owner.equals(node.id())) {
      return comesHome(id, held.getDescription(), from);
    }
    while (true) {
      Borrowed one = borrow(id, held.getDescription(), owner, from);
      ActorHandleImpl<?> handle = one.handle.get();
      if (handle != null && one.borrowing.add(from)) {
        return handle;
      }
    }
  }

  private ActorHandleImpl<?> comesHome(ActorId id, ActorDescription description, UniqueId from) {
    ActorHandleImpl<?> own = loans.kept(id);
    if (own == null) {
      own = inUse(id);
    }
    giveBack(id, from, 1);
    if (own != null) {
      return own;
    }
    RemoteActor gone = new RemoteActor(actors, id, description, null);
    gone.die(
        new Failure.ActorDied(
            id,
            "Actor "
                + description.getDisplayName()
                + " ended because nobody held a handle of it any more.",
            null));
    return gone.handle();
  }

  private @Nullable ActorHandleImpl<?> inUse(ActorId id) {
    LocalActor here = parts.table().local(id);
    return here != null ? here.handle() : actors.handleInUse(id);
  }

  private Borrowed borrow(ActorId id, ActorDescription description, UniqueId owner, UniqueId from) {
    return borrowed.compute(
        id,
        (key, present) -> {
          if (present != null && present.handle.get() != null) {
            return present;
          }
          RemoteActor actor = actors.known(id, description, owner);
          ActorHandleImpl<?> handle = actor.handle();
          Borrowed fresh = new Borrowed(new WeakReference<>(handle), actor, new Borrowing());
          if (!from.equals(owner) && node.knows(owner)) {
            fresh.borrowing.add(owner);
            node.send(
                owner,
                Message.newBuilder()
                    .setBorrowActor(BorrowActor.newBuilder().setActor(Ids.bytes(id))));
          }
          CLEANER.register(handle, () -> end(id, fresh));
          return fresh;
        });
  }

  private void end(ActorId id, Borrowed one) {
    borrowed.remove(id, one);
    if (one.actor.handleInUse() == null) {
      actors.forget(id, one.actor);
    }
    one.borrowing.end((lender, times) -> giveBack(id, lender, times));
  }

  private void giveBack(ActorId id, UniqueId lender, long times) {
    Release release = Release.newBuilder().setActor(Ids.bytes(id)).setTimes(times).build();
    if (lender.equals(node.id())) {
      onRelease(lender, release);
    } else {
      node.send(lender, Message.newBuilder().setRelease(release));
    }
  }

  void onRelease(UniqueId from, Release release) {
    loans.returned(WireActors.actor(release.getActor()), from, release.getTimes());
  }

  void onBorrow(UniqueId from, BorrowActor borrow) {
    ActorId id = WireActors.actor(borrow.getActor());
    ActorHandleImpl<?> own = loans.kept(id);
    if (own == null) {
      own = inUse(id);
    }
    if (own != null) {
      loans.lend(id, own, from);
    }
  }

  /** A node is gone, and holds nothing any more. */
  void nodeDown(UniqueId gone) {
    loans.forget(gone);
  }

  /** How many handles other nodes borrow from here. */
  int lent() {
    return loans.size();
  }
}
