package org.akkaray.runtime.actor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An actor's leaving of its node, in order: what had begun ends here, all else goes to whoever
 * calls the actor where it lives next. Thread-safe.
 */
public final class Departure {
  private final LocalActor actor;
  private final @Nullable Incarnation last;
  private final Consumer<ActorCall> successor;
  private final Set<ActorCall> running = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> quiet = new CompletableFuture<>();

  /**
   * @param actor whose monitor guards the fate of its calls
   * @param last the incarnation that ends; null if none had begun
   * @param successor takes calls that have not begun, in order; must not block
   */
  Departure(LocalActor actor, @Nullable Incarnation last, Consumer<ActorCall> successor) {
    this.actor = actor;
    this.last = last;
    this.successor = successor;
  }

  @Nullable Incarnation last() {
    return last;
  }

  /** Passes on a call that has not begun, or is to run again. */
  void passOn(ActorCall call) {
    successor.accept(call);
    ended(call);
  }

  /** These had begun when the actor took no more. To be called once, when {@link #ended} is. */
  void awaitEndOf(Collection<ActorCall> begun) {
    running.addAll(begun);
    running.removeIf(ActorCall::hasEnded);
    completeIfQuiet();
  }

  void ended(ActorCall call) {
    if (running.remove(call)) {
      completeIfQuiet();
    }
  }

  private void completeIfQuiet() {
    if (running.isEmpty()) {
      quiet.complete(null);
    }
  }

  /** Nothing is waited for any more. */
  void giveUp() {
    running.clear();
    quiet.complete(null);
  }

  /** Completes when all that had begun has ended. */
  public CompletableFuture<Void> quiet() {
    return quiet;
  }

  /** What has begun and not ended by now is lost, or runs again at the successor's if it may. */
  public void hurry(String reason) {
    Incarnation ended = last;
    if (ended == null) {
      return;
    }
    List<ActorCall> lost = new ArrayList<>();
    synchronized (actor) {
      List<ActorCall> recalled = new ArrayList<>();
      for (ActorCall call : ended.close(recalled)) {
        if (call.mayRunAgain()) {
          passOn(call.again());
        } else {
          lost.add(call);
        }
      }
      recalled.forEach(call -> passOn(call.anew()));
    }
    actor.failUnfinished(lost, reason);
    giveUp();
  }

  /** The object that stays behind; null if none had been made. */
  public @Nullable Object object() {
    return last == null ? null : last.object();
  }

  /** Has the object told that its life here ends; completes when that is through. */
  public CompletableFuture<Void> stopObject() {
    CompletableFuture<Void> told = new CompletableFuture<>();
    Object object = object();
    if (object == null) {
      told.complete(null);
    } else {
      new ActorStop(actor.services(), actor, object, () -> told.complete(null)).start();
    }
    return told;
  }
}
