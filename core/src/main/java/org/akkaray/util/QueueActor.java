package org.akkaray.util;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.akkaray.concurrencygroup.annotations.DefConcurrencyGroup;
import org.akkaray.concurrencygroup.annotations.UseConcurrencyGroup;
import org.jspecify.annotations.Nullable;

/**
 * The actor behind a {@link RayQueue}. Those who wait for room and those who wait for items block
 * in concurrency groups of their own, so that neither can keep the other out.
 */
@DefConcurrencyGroup(name = QueueActor.PUT, maxConcurrency = QueueActor.MAX_WAITING)
@DefConcurrencyGroup(name = QueueActor.GET, maxConcurrency = QueueActor.MAX_WAITING)
final class QueueActor<T extends @Nullable Object> {
  static final String PUT = "put";
  static final String GET = "get";

  /**
   * How many can wait inside the actor on each side; more wait before it, in order, as in Ray's
   * queue.
   */
  static final int MAX_WAITING = 1000;

  /**
   * An item in a wrapping, so that a reference put in a queue stays one, and null can be told from
   * nothing.
   */
  record Item<T extends @Nullable Object>(T value) {}

  private final int maxSize;
  private final ArrayDeque<Item<T>> items = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition notFull = lock.newCondition();
  private final Condition notEmpty = lock.newCondition();

  QueueActor(int maxSize) {
    this.maxSize = maxSize;
  }

  /** Waits for room; false if there was none in this time. */
  @UseConcurrencyGroup(name = PUT)
  boolean put(Item<T> item, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long left = nanos; room() < 1; left = notFull.awaitNanos(left)) {
        if (left <= 0) {
          return false;
        }
      }
      add(item);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Puts all or none; returns how much room there was. */
  @UseConcurrencyGroup(name = PUT)
  int putAll(List<Item<T>> batch) {
    lock.lock();
    try {
      int room = room();
      if (batch.size() <= room) {
        batch.forEach(this::add);
      }
      return room;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for an item; null if there was none in this time. */
  @UseConcurrencyGroup(name = GET)
  @Nullable Item<T> get(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long left = nanos; items.isEmpty(); left = notEmpty.awaitNanos(left)) {
        if (left <= 0) {
          return null;
        }
      }
      return remove();
    } finally {
      lock.unlock();
    }
  }

  /** Takes so many items, or none if there are fewer. */
  @UseConcurrencyGroup(name = GET)
  List<Item<T>> getAll(int count) {
    lock.lock();
    try {
      List<Item<T>> batch = new ArrayList<>();
      if (count <= items.size()) {
        while (batch.size() < count) {
          batch.add(remove());
        }
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return items.size();
    } finally {
      lock.unlock();
    }
  }

  private int room() {
    return maxSize == 0 ? Integer.MAX_VALUE : maxSize - items.size();
  }

  private void add(Item<T> item) {
    items.add(item);
    notEmpty.signal();
  }

  private Item<T> remove() {
    Item<T> item = items.remove();
    notFull.signal();
    return item;
  }
}
