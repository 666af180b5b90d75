package org.akkaray.runtime.remote;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.akkaray.id.ActorId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.Departure;
import org.akkaray.runtime.actor.LocalActor;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.Placement;
import org.akkaray.runtime.wire.ActorArrived;
import org.akkaray.runtime.wire.CreateActor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the actors of a node that leaves live elsewhere. Each takes no more calls; when those that
 * had begun have ended, it is made again on another node, in the next epoch. One that may restart
 * is constructed anew, which uses up none of its restarts; the object of one that may not is copied
 * to the other node. Calls that have not begun go back to their callers, who send them there.
 * Thread-safe.
 */
final class LeavingActors {
  private static final Logger log = LoggerFactory.getLogger(LeavingActors.class);
  private static final long RETRY_MILLIS = 50;

  /** How long it is believed that no node can ever take an actor: bundles may be moving, too. */
  private static final long HOPELESS_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** The share of the time that calls which had begun may take. */
  private static final double SHARE_OF_CALLS = 0.7;

  private final NodeContext node;
  private final ActorNodes nodes;
  private final ActorParts parts;
  private final RemoteActors actors;
  private final Map<ActorId, Arrival> arrivals = new ConcurrentHashMap<>();

  private record Arrival(UniqueId at, CompletableFuture<Void> done) {}

  LeavingActors(NodeContext node, ActorNodes nodes, ActorParts parts, RemoteActors actors) {
    this.node = node;
    this.nodes = nodes;
    this.parts = parts;
    this.actors = actors;
  }

  /**
   * Waits until all have left.
   *
   * @param deadline of {@link System#nanoTime}
   * @return whether all have
   */
  boolean drain(long deadline) throws InterruptedException {
    long now = System.nanoTime();
    long callsEnd = now + (long) ((deadline - now) * SHARE_OF_CALLS);
    List<CompletableFuture<Void>> moves = new ArrayList<>();
    for (LocalActor actor : List.copyOf(parts.table().all())) {
      if (!actor.isOver()) {
        Move move = new Move(actor, callsEnd, deadline);
        moves.add(move.gone);
        move.begin();
      }
    }
    try {
      CompletableFuture.allOf(moves.toArray(CompletableFuture[]::new))
          .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An actor that was here lives at another node, or is over there. */
  void onArrived(ActorArrived message) {
    Arrival arrival = arrivals.remove(WireActors.actor(message.getActor()));
    if (arrival != null) {
      arrival.done.complete(null);
    }
  }

  /** A node is gone, and says no more that actors have arrived there. */
  void nodeDown(UniqueId gone) {
    arrivals.values().stream()
        .filter(arrival -> arrival.at.equals(gone))
        .forEach(arrival -> arrival.done.complete(null));
  }

  /** One actor's way to another node. */
  private final class Move {
    final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final LocalActor actor;
    private final ActorId id;
    private final long callsEnd;
    private final long deadline;
    private final int epoch;
    private final int maxRestarts;
    private long hopelessSince;

    Move(LocalActor actor, long callsEnd, long deadline) {
      this.actor = actor;
      this.id = actor.spec().id();
      this.callsEnd = callsEnd;
      this.deadline = deadline;
      this.epoch = actor.epoch();
      int allowed = actor.spec().options().getMaxRestarts();
      this.maxRestarts = allowed > 0 ? allowed + 1 : allowed;
    }

    void begin() {
      RemoteActor successor =
          actors.known(
              id,
              WireActors.describe(actor.spec()).toBuilder()
                  .setEpoch(epoch + 1)
                  .setMaxRestarts(maxRestarts)
                  .build(),
              parts.hosted().ownerOf(id));
      successor.expect(epoch + 1, maxRestarts);
      ReturnedCalls returned =
          new ReturnedCalls(parts, successor, parts.hosted().jobOf(actor), epoch);
      Departure departure = actor.depart(returned::add);
      if (departure == null) {
        gone.complete(null); // it has ended
        return;
      }
      parts
          .timer()
          .schedule(
              () -> departure.hurry("left its node, which left the cluster,"),
              Math.max(0, callsEnd - System.nanoTime()),
              TimeUnit.NANOSECONDS);
      departure
          .quiet()
          .thenCompose(nothing -> departure.stopObject())
          .thenRunAsync(() -> move(departure, successor), Thread::startVirtualThread)
          .exceptionally(e -> {
            log.warn("Actor {} could not be moved.", actor.spec().displayName(), e);
            end(" was lost with its node, which left: " + e.getMessage(), e);
            return null;
          });
    }

    private void move(Departure departure, RemoteActor successor) {
      if (actor.isOver()) {
        gone.complete(null);
        return;
      }
      Placement placement = choose();
      if (placement instanceof Placement.OnNode there) {
        send(departure, successor, there.node());
      } else if (isHopeless(placement) || deadline - System.nanoTime() <= 0) {
        leaveHomeless(successor);
      } else {
        later(() -> move(departure, successor));
      }
    }

    private Placement choose() {
      CreateActor creation = parts.hosted().creationOf(actor);
      return nodes.choose(
          ResourceSet.of(creation.getDemandMap()),
          WireActors.strategy(creation.getStrategy()),
          creation.getDetached());
    }

    private boolean isHopeless(Placement placement) {
      if (!(placement instanceof Placement.Infeasible)) {
        hopelessSince = 0;
        return false;
      }
      long now = System.nanoTime();
      if (hopelessSince == 0) {
        hopelessSince = now;
      }
      return nodes.isLast() || now - hopelessSince > HOPELESS_NANOS;
    }

    private void later(Runnable action) {
      try {
        parts
            .timer()
            .schedule(() -> Thread.startVirtualThread(action), RETRY_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        gone.complete(null); // the node does not wait any longer
      }
    }

    private void send(Departure departure, RemoteActor successor, UniqueId to) {
      JobContext job = parts.hosted().jobOf(actor);
      CreateActor.Builder message =
          parts.hosted().creationOf(actor).toBuilder()
              .setEpoch(epoch + 1)
              .setMaxRestarts(maxRestarts)
              .setMovedFrom(Ids.toWire(node.id()));
      if (maxRestarts == 0 && departure.object() != null) {
        try {
          Object state = job.services().values().freeze(departure.object(), ObjectId::fromRandom);
          message.setState(job.values().toWire(state, to));
          gone.whenComplete((nothing, e) -> Reference.reachabilityFence(state));
        } catch (RuntimeException e) {
          end(
              " ended with its node, which left: it may not restart, and it cannot be moved either: "
                  + e.getMessage(),
              e);
          return;
        }
      }
      arrivals.put(id, new Arrival(to, gone));
      CreateActor creation = message.build();
      parts.directory().moved(actor.spec(), job, creation, to);
      node.send(to, job.messageTo(to).setCreateActor(creation));
      node.links().flush(to);
      leave(successor);
      successor.at(to, epoch + 1, maxRestarts);
      if (!node.knows(to)) {
        nodeDown(to);
      }
      log.info("Actor {} moves to node {}.", actor.spec().displayName(), to);
    }

    /** It has no place now: it is created when there is one, if it may restart. */
    private void leaveHomeless(RemoteActor successor) {
      if (maxRestarts == 0) {
        end(
            " ended with its node, which left: it may not restart, and no other node has room.",
            null);
        return;
      }
      CreateActor creation =
          parts.hosted().creationOf(actor).toBuilder()
              .setEpoch(epoch + 1)
              .setMaxRestarts(maxRestarts)
              .build();
      parts.directory().moved(actor.spec(), parts.hosted().jobOf(actor), creation, null);
      leave(successor);
      gone.complete(null);
    }

    private void leave(RemoteActor successor) {
      parts.hosted().moves(id, epoch);
      actor.left(successor);
    }

    private void end(String why, @Nullable Throwable cause) {
      Failure reason =
          new Failure.ActorDied(
              id,
              "Actor " + actor.spec().displayName() + why,
              cause == null ? null : actor.services().values().freezeThrowable(cause));
      parts.directory().died(id, reason); // all are told, since this node will answer nobody
      actor.die(reason);
      gone.complete(null);
    }
  }
}
