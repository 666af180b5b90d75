package org.akkaray.util;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.akkaray.ActorHandle;
import org.akkaray.Ray;
import org.akkaray.call.BaseActorCreator;
import org.akkaray.runtime.OptionRules;
import org.akkaray.util.QueueActor.Item;
import org.jspecify.annotations.Nullable;

/**
 * A first-in-first-out queue that tasks, actors and drivers share: it lives in an actor, and can be
 * passed to calls. Items are copied, null and references included. After {@code
 * ray.util.queue.Queue} of Ray's Python API. Thread-safe.
 *
 * <pre>{@code
 * RayQueue<String> queue = RayQueue.create(100);
 * Ray.task(Producer::fill, queue).remote();
 * String first = queue.get(Duration.ofSeconds(5));
 * }</pre>
 *
 * @param <T> the items' type
 */
public final class RayQueue<T extends @Nullable Object> implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

  private final int maxSize;

  @SuppressWarnings("serial") // the runtime knows how to write handles
  private final ActorHandle<QueueActor<T>> actor;

  private RayQueue(int maxSize, ActorHandle<QueueActor<T>> actor) {
    this.maxSize = maxSize;
    this.actor = actor;
  }

  /** A queue that takes any number of items. */
  public static <T extends @Nullable Object> RayQueue<T> create() {
    return create(0);
  }

  /** A queue that takes so many items; 0 for any number. */
  public static <T extends @Nullable Object> RayQueue<T> create(int maxSize) {
    return create(maxSize, options -> {});
  }

  /**
   * A queue that takes so many items, 0 for any number, in an actor with options, such as a name.
   */
  public static <T extends @Nullable Object> RayQueue<T> create(
      int maxSize, Consumer<BaseActorCreator<?>> options) {
    var creator = Ray.actor(QueueActor<T>::new, OptionRules.atLeast("maxSize", 0, maxSize));
    options.accept(creator);
    return new RayQueue<>(maxSize, creator.remote());
  }

  /** How many items it takes, 0 for any number. */
  public int getMaxSize() {
    return maxSize;
  }

  /** How many items it has now. */
  public int size() {
    return actor.task(QueueActor<T>::size).remote().get();
  }

  /** Whether it has no item now. */
  public boolean isEmpty() {
    return size() == 0;
  }

  /** Whether it has no room now. */
  public boolean isFull() {
    return maxSize > 0 && size() >= maxSize;
  }

  /** Puts an item at the end, and waits for room as long as it takes. */
  public void put(T item) {
    put(item, FOR_EVER);
  }

  /**
   * Puts an item at the end, and waits for room for at most so long.
   *
   * @throws QueueFullException if there was no room in time
   */
  public void put(T item, Duration timeout) {
    if (!actor.task(QueueActor<T>::put, new Item<>(item), nanos(timeout)).remote().get()) {
      throw new QueueFullException(
          "The queue holds its " + maxSize + " items and had no room within " + timeout + ".");
    }
  }

  /**
   * Puts an item at the end without waiting.
   *
   * @throws QueueFullException if there is no room
   */
  public void putNoWait(T item) {
    put(item, Duration.ZERO);
  }

  /**
   * Puts items at the end, all or none, without waiting.
   *
   * @throws QueueFullException if there is no room for all
   */
  public void putNoWaitBatch(List<? extends T> items) {
    List<Item<T>> batch = new ArrayList<>();
    items.forEach(item -> batch.add(new Item<>(item)));
    int room = actor.task(QueueActor<T>::putAll, batch).remote().get();
    if (batch.size() > room) {
      throw new QueueFullException(
          "The queue has room for "
              + room
              + " more items, but the batch has "
              + batch.size()
              + ".");
    }
  }

  /** Takes the first item, and waits for one as long as it takes. */
  public T get() {
    return get(FOR_EVER);
  }

  /**
   * Takes the first item, and waits for one for at most so long.
   *
   * @throws QueueEmptyException if there was none in time
   */
  public T get(Duration timeout) {
    @Nullable Item<T> item = actor.task(QueueActor<T>::get, nanos(timeout)).remote().get();
    if (item == null) {
      throw new QueueEmptyException("The queue had no item within " + timeout + ".");
    }
    return item.value();
  }

  /**
   * Takes the first item without waiting.
   *
   * @throws QueueEmptyException if there is none
   */
  public T getNoWait() {
    return get(Duration.ZERO);
  }

  /**
   * Takes so many items from the front, all or none, without waiting.
   *
   * @throws QueueEmptyException if there are fewer
   */
  public List<T> getNoWaitBatch(int count) {
    OptionRules.atLeast("count", 0, count);
    List<Item<T>> batch = actor.task(QueueActor<T>::getAll, count).remote().get();
    if (batch.size() < count) {
      throw new QueueEmptyException("The queue has fewer than the " + count + " items asked for.");
    }
    return batch.stream().map(Item::value).collect(Collectors.toCollection(ArrayList::new));
  }

  /**
   * Ends the queue at once; whoever uses it later gets an {@link
   * org.akkaray.exception.ActorDiedException}.
   */
  public void shutdown() {
    actor.kill();
  }

  private static long nanos(Duration timeout) {
    return OptionRules.time("timeout", timeout).compareTo(FOR_EVER) >= 0
        ? Long.MAX_VALUE
        : timeout.toNanos();
  }
}
