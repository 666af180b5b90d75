package org.akkaray.util;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.exception.GetTimeoutException;
import org.akkaray.runtime.OptionRules;
import org.jspecify.annotations.Nullable;

/**
 * Shares work among a fixed set of actors: each gets the next piece when it has finished one.
 *
 * <pre>{@code
 * ActorPool<Worker> pool = new ActorPool<>(List.of(first, second));
 * pool.map((worker, n) -> worker.task(Worker::square, n).remote(), List.of(1, 2, 3))
 *     .forEachRemaining(System.out::println);
 * }</pre>
 *
 * <p>After {@code ray.util.ActorPool} of Ray's Python API. A result is that of the function which
 * was submitted; {@link #getNext} trusts the caller to name its type. A call that failed throws its
 * exception when its result is asked for; its actor goes on. Not thread-safe.
 *
 * @param <A> the actors' class
 */
public final class ActorPool<A> {

  /** What an actor works on: its place in the order of submission, and its result. */
  private record Running<A>(long index, ActorHandle<A> actor, ObjectRef<Object> result) {}

  /** What waits for an actor. */
  private interface Submission<A> {
    ObjectRef<Object> start(ActorHandle<A> actor);
  }

  private final Deque<ActorHandle<A>> idle = new ArrayDeque<>();
  private final Deque<Submission<A>> waiting = new ArrayDeque<>();
  private final Map<ObjectRef<Object>, Running<A>> running = new LinkedHashMap<>();
  private final NavigableMap<Long, ObjectRef<Object>> untaken = new TreeMap<>();
  private final SequencedMap<ObjectRef<Object>, Long> finished = new LinkedHashMap<>();
  private long submitted;

  /** A pool of these actors, all of them idle; at least one. */
  public ActorPool(List<ActorHandle<A>> actors) {
    if (actors.isEmpty()) {
      throw OptionRules.bad("actors", "must hold at least one actor", actors);
    }
    idle.addAll(actors);
  }

  /**
   * Calls the function for each value and returns the results in the order of the values, each as
   * soon as it is there. Results of earlier submissions that nobody asked for are dropped.
   */
  public <V extends @Nullable Object, R extends @Nullable Object> Iterator<R> map(
      BiFunction<ActorHandle<A>, V, ObjectRef<R>> call, Iterable<V> values) {
    return all(call, values, this::getNext);
  }

  /** As {@link #map}, but in the order in which the results come. */
  public <V extends @Nullable Object, R extends @Nullable Object> Iterator<R> mapUnordered(
      BiFunction<ActorHandle<A>, V, ObjectRef<R>> call, Iterable<V> values) {
    return all(call, values, this::getNextUnordered);
  }

  private <V extends @Nullable Object, R extends @Nullable Object> Iterator<R> all(
      BiFunction<ActorHandle<A>, V, ObjectRef<R>> call, Iterable<V> values, Supplier<R> next) {
    while (hasNext()) {
      takeUnordered(null);
    }
    values.forEach(value -> submit(call, value));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return ActorPool.this.hasNext();
      }

      @Override
      public R next() {
        return next.get();
      }
    };
  }

  /**
   * Has an actor called with the value: at once if one is idle, else when one has finished what it
   * does.
   */
  @SuppressWarnings("unchecked") // who asks for the result names its type
  public <V extends @Nullable Object, R extends @Nullable Object> void submit(
      BiFunction<ActorHandle<A>, V, ObjectRef<R>> call, V value) {
    Submission<A> submission = actor -> (ObjectRef<Object>) call.apply(actor, value);
    ActorHandle<A> actor = idle.poll();
    if (actor == null) {
      waiting.add(submission);
    } else {
      start(submission, actor);
    }
  }

  private void start(Submission<A> submission, ActorHandle<A> actor) {
    ObjectRef<Object> result;
    try {
      result = submission.start(actor);
    } catch (RuntimeException e) {
      idle.add(actor);
      throw e;
    }
    long index = submitted++;
    running.put(result, new Running<>(index, actor, result));
    untaken.put(index, result);
  }

  /** Whether there are results that nobody has asked for. */
  public boolean hasNext() {
    return !untaken.isEmpty() || !waiting.isEmpty();
  }

  /**
   * Waits for the next result in the order of submission.
   *
   * @throws NoSuchElementException if there is none to come
   */
  public <R extends @Nullable Object> R getNext() {
    return this.<R>result(takeOrdered(null));
  }

  /**
   * As {@link #getNext()}, for at most so long.
   *
   * @throws GetTimeoutException if it was not there in time; it can be asked for again
   */
  public <R extends @Nullable Object> R getNext(Duration timeout) {
    return this.<R>result(takeOrdered(OptionRules.time("timeout", timeout)));
  }

  /**
   * Waits for whichever result comes next. {@link #getNext()} skips those taken so.
   *
   * @throws NoSuchElementException if there is none to come
   */
  public <R extends @Nullable Object> R getNextUnordered() {
    return this.<R>result(takeUnordered(null));
  }

  /**
   * As {@link #getNextUnordered()}, for at most so long.
   *
   * @throws GetTimeoutException if none was there in time
   */
  public <R extends @Nullable Object> R getNextUnordered(Duration timeout) {
    return this.<R>result(takeUnordered(OptionRules.time("timeout", timeout)));
  }

  /** Whether an actor is idle and nothing waits for one. */
  public boolean hasFree() {
    collect(Duration.ZERO);
    return !idle.isEmpty() && waiting.isEmpty();
  }

  /** Takes an idle actor out of the pool; nothing if all are busy. */
  public Optional<ActorHandle<A>> popIdle() {
    return hasFree() ? Optional.of(idle.remove()) : Optional.empty();
  }

  /**
   * Adds an idle actor to the pool.
   *
   * @throws IllegalArgumentException if it belongs to the pool already
   */
  public void push(ActorHandle<A> actor) {
    boolean known =
        Stream.concat(idle.stream(), running.values().stream().map(Running::actor))
            .anyMatch(other -> other.getId().equals(actor.getId()));
    if (known) {
      throw OptionRules.bad("actor", "must not belong to the pool already", actor.getId());
    }
    release(actor);
  }

  private void release(ActorHandle<A> actor) {
    Submission<A> next = waiting.poll();
    if (next == null) {
      idle.add(actor);
    } else {
      start(next, actor);
    }
  }

  private ObjectRef<Object> takeOrdered(@Nullable Duration timeout) {
    collect(Duration.ZERO);
    Deadline deadline = new Deadline(timeout);
    ObjectRef<Object> next = firstUntaken();
    while (running.containsKey(next)) {
      if (!collect(deadline.left())) {
        throw deadline.exceeded("the next result in order, " + next.getId());
      }
    }
    untaken.pollFirstEntry();
    finished.remove(next);
    return next;
  }

  private ObjectRef<Object> takeUnordered(@Nullable Duration timeout) {
    firstUntaken();
    collect(Duration.ZERO);
    Deadline deadline = new Deadline(timeout);
    if (finished.isEmpty() && !collect(deadline.left())) {
      throw deadline.exceeded("any of " + running.size() + " results");
    }
    Map.Entry<ObjectRef<Object>, Long> next = finished.pollFirstEntry();
    untaken.remove(next.getValue());
    return next.getKey();
  }

  private ObjectRef<Object> firstUntaken() {
    if (untaken.isEmpty()) {
      throw new NoSuchElementException("Nothing was submitted whose result was not taken.");
    }
    return untaken.firstEntry().getValue();
  }

  /**
   * Waits until a call has ended, then gives new work to the actors of all that have; false if none
   * has in this time.
   */
  private boolean collect(@Nullable Duration timeout) {
    boolean any = false;
    Duration patience = timeout;
    while (!running.isEmpty()) {
      List<ObjectRef<Object>> results = new ArrayList<>(running.keySet());
      List<ObjectRef<Object>> ready =
          patience == null
              ? Ray.wait(results, 1).getReady()
              : Ray.wait(results, 1, patience).getReady();
      if (ready.isEmpty()) {
        break;
      }
      any = true;
      patience = Duration.ZERO;
      for (ObjectRef<Object> result : ready) {
        Running<A> ended = running.remove(result);
        finished.put(result, ended.index());
        release(ended.actor());
      }
    }
    return any;
  }

  @SuppressWarnings("unchecked") // who asks for the result names its type
  private <R extends @Nullable Object> R result(ObjectRef<Object> ref) {
    return (R) ref.get();
  }

  /** When to give up; never, if there is no timeout. */
  private static final class Deadline {
    private final @Nullable Duration timeout;
    private final long start = System.nanoTime();

    Deadline(@Nullable Duration timeout) {
      this.timeout = timeout;
    }

    @Nullable Duration left() {
      if (timeout == null) {
        return null;
      }
      Duration left = timeout.minusNanos(System.nanoTime() - start);
      return left.isNegative() ? Duration.ZERO : left;
    }

    GetTimeoutException exceeded(String what) {
      return new GetTimeoutException(
          "The pool waited " + timeout + " for " + what + ", but it is not there yet.");
    }
  }
}
