package org.akkaray.runtime.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.akkaray.ObjectRef;
import org.akkaray.WaitResult;
import org.akkaray.exception.GetTimeoutException;
import org.akkaray.exception.RayException;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.Producer;
import org.akkaray.runtime.object.PullPriority;
import org.akkaray.runtime.object.RemoteValue;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.object.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * How a thread gets the value of an object: it looks; it runs the call that makes it, if nobody has
 * begun that; it spins a moment; it gives its CPUs back and parks.
 *
 * <p>Running in place is what makes a short task cheap: a hand-over to another thread and back
 * costs some 60 microseconds on a small machine, and the reader has nothing else to do (ForkJoin's
 * join does the same). Its depth is bounded, since each level takes stack; beyond that the reader
 * waits as for any other call.
 */
public final class ObjectReader {
  /** Calls that may run in place on top of one another on one thread. */
  static final int MAX_DEPTH = 64;

  /** How long a reader spins before it parks. */
  static final long SPIN_NANOS = 10_000;

  /** A parked reader looks this often whether the runtime was shut down under it. */
  private static final long LOOK_NANOS = 200_000_000;

  private final RayRuntime runtime;
  private final ValueCodec values;
  private final BooleanSupplier closed;

  public ObjectReader(RayRuntime runtime, ValueCodec values, BooleanSupplier closed) {
    this.runtime = runtime;
    this.values = values;
    this.closed = closed;
  }

  /** See {@link ObjectRef#get(Duration)}; a null timeout waits for ever. */
  @SuppressWarnings("unchecked") // the object holds what its typed call returned
  public <T> T get(ObjectRef<T> ref, @Nullable Duration timeout) {
    return (T) read(own(ref), deadline(timeout), timeout);
  }

  /** The values of all, within one timeout. */
  @SuppressWarnings("unchecked") // as above
  public <T> List<T> get(List<ObjectRef<T>> refs, @Nullable Duration timeout) {
    long deadline = deadline(timeout);
    List<T> all = new ArrayList<>(refs.size());
    for (ObjectRef<T> ref : refs) {
      all.add((T) read(own(ref), deadline, timeout));
    }
    return all;
  }

  private @Nullable Object read(ObjectRefImpl<?> ref, long deadline, @Nullable Duration timeout) {
    if (!ref.isReady()) {
      await(ref, deadline, timeout);
    }
    if (ref.result() instanceof Failure failure) {
      throw Failures.toException(failure, values);
    }
    RemoteValue remote = RemoteValue.in(ref.result());
    if (remote != null) {
      awaitBytes(ref, remote, deadline, timeout);
    }
    return ref.thaw(values);
  }

  /** Waits until the bytes of a value that lies in another node's store are near. */
  private void awaitBytes(
      ObjectRefImpl<?> ref, RemoteValue remote, long deadline, @Nullable Duration timeout) {
    CompletableFuture<Void> near = remote.fetch(PullPriority.GET);
    if (!near.isDone()) {
      Thread reader = Thread.currentThread();
      near.whenComplete((done, failure) -> LockSupport.unpark(reader));
      if (!park(near::isDone, deadline)) {
        throw new GetTimeoutException(
            "Timed out after "
                + timeout
                + " waiting for "
                + ref
                + ": its "
                + remote.bytes().size()
                + " bytes are on their way from another node.");
      }
    }
    if (near.isCompletedExceptionally()) {
      throw remote.lost(near.exceptionNow());
    }
  }

  private void await(ObjectRefImpl<?> ref, long deadline, @Nullable Duration timeout) {
    ExecutionContext context = ExecutionContext.current(runtime);
    Producer producer = ref.producer();
    if (producer != null) {
      rejectDeadlock(context, producer);
      if (deadline == Long.MAX_VALUE && (context == null || context.depth() < MAX_DEPTH)) {
        producer.tryRunInPlace();
      }
    }
    if (ref.isReady() || spin(ref::isReady, deadline)) {
      return;
    }
    Waiter waiter = Waiter.unparking(Thread.currentThread());
    ref.addWaiter(waiter);
    boolean ready;
    try {
      ready = park(ref::isReady, deadline);
    } finally {
      waiter.abandon();
    }
    if (!ready) {
      Producer maker = ref.producer();
      throw new GetTimeoutException(
          "Timed out after "
              + timeout
              + " waiting for "
              + ref
              + ": "
              + (maker == null ? "nothing makes it" : maker.describe())
              + ".");
    }
  }

  private static void rejectDeadlock(@Nullable ExecutionContext context, Producer producer) {
    if (producer instanceof Invocation invocation) {
      for (ExecutionContext below = context; below != null; below = below.below()) {
        if (invocation.isBlockedBy(below)) {
          throw new RayException(
              "Deadlock: "
                  + below.invocation().name()
                  + " waits for the result of "
                  + invocation.describe()
                  + ", which cannot "
                  + (below.invocation() == invocation ? "end" : "begin")
                  + " before it ends.");
        }
      }
    }
  }

  /**
   * See {@code Ray.wait}; the arguments have been checked.
   *
   * @param fetchLocal whether an object counts only when its bytes are near
   */
  public <T> WaitResult<T> wait(
      List<ObjectRef<T>> refs, int numReturns, @Nullable Duration timeout, boolean fetchLocal) {
    long deadline = deadline(timeout);
    if (countReady(refs, numReturns, fetchLocal) < numReturns && deadline > System.nanoTime()) {
      awaitSome(refs, numReturns, deadline, fetchLocal);
    }
    List<ObjectRef<T>> ready = new ArrayList<>(numReturns);
    List<ObjectRef<T>> unready = new ArrayList<>(refs.size());
    for (ObjectRef<T> ref : refs) {
      (ready.size() < numReturns && isReady(own(ref), fetchLocal) ? ready : unready).add(ref);
    }
    return new WaitResult<>(ready, unready);
  }

  private <T> void awaitSome(
      List<ObjectRef<T>> refs, int numReturns, long deadline, boolean fetchLocal) {
    Thread reader = Thread.currentThread();
    AtomicInteger missing = new AtomicInteger(numReturns);
    List<Waiter> waiters = new ArrayList<>(refs.size());
    try {
      for (ObjectRef<T> ref : refs) {
        Runnable isThere =
            () -> {
              if (missing.decrementAndGet() == 0) {
                LockSupport.unpark(reader);
              }
            };
        ObjectRefImpl<T> own = own(ref);
        Waiter waiter = Waiter.calling(fetchLocal ? () -> whenNear(own, isThere) : isThere);
        waiters.add(waiter);
        own.addWaiter(waiter);
        if (missing.get() <= 0) {
          return;
        }
      }
      BooleanSupplier enough = () -> missing.get() <= 0;
      if (!spin(enough, deadline)) {
        park(enough, deadline);
      }
    } finally {
      waiters.forEach(Waiter::abandon);
    }
  }

  /** An object that cannot be brought near counts too: who gets it is told why. */
  private static void whenNear(ObjectRefImpl<?> ready, Runnable then) {
    RemoteValue remote = RemoteValue.in(ready.result());
    if (remote == null) {
      then.run();
    } else {
      remote.fetch(PullPriority.GET).whenComplete((done, failure) -> then.run());
    }
  }

  private static boolean isReady(ObjectRefImpl<?> ref, boolean fetchLocal) {
    if (!ref.isReady()) {
      return false;
    }
    RemoteValue remote = fetchLocal ? RemoteValue.in(ref.result()) : null;
    return remote == null || remote.fetch(PullPriority.GET).isDone();
  }

  private static <T> int countReady(List<ObjectRef<T>> refs, int enough, boolean fetchLocal) {
    int ready = 0;
    for (ObjectRef<T> ref : refs) {
      if (isReady((ObjectRefImpl<T>) ref, fetchLocal) && ++ready == enough) {
        break;
      }
    }
    return ready;
  }

  private static boolean spin(BooleanSupplier condition, long deadline) {
    long end = Math.min(System.nanoTime() + SPIN_NANOS, deadline);
    do {
      if (condition.getAsBoolean()) {
        return true;
      }
      Thread.onSpinWait();
    } while (System.nanoTime() < end);
    return false;
  }

  /**
   * Waits, holding no CPU, for a condition whose change unparks this thread; false if the deadline
   * came first.
   */
  private boolean park(BooleanSupplier condition, long deadline) {
    try (Blocking ignored = Blocking.begin()) {
      while (!condition.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return condition.getAsBoolean();
        }
        LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS));
        if (Thread.interrupted()) {
          Thread.currentThread().interrupt();
          throw new RayException(
              "Interrupted while waiting for an object.", new InterruptedException());
        }
        if (closed.getAsBoolean() && !condition.getAsBoolean()) {
          throw new IllegalStateException("Ray was shut down while a thread waited for an object.");
        }
      }
      return true;
    }
  }

  private static long deadline(@Nullable Duration timeout) {
    if (timeout == null) {
      return Long.MAX_VALUE;
    }
    long now = System.nanoTime();
    long nanos =
        timeout.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE / 2 : timeout.toNanos();
    return now + nanos;
  }

  private <T> ObjectRefImpl<T> own(ObjectRef<T> ref) {
    if (ref instanceof ObjectRefImpl<T> own) {
      if (own.runtime() != runtime) {
        throw new IllegalArgumentException(
            ref + " belongs to another Ray session, or to one that was shut down.");
      }
      return own;
    }
    throw new IllegalArgumentException("Not a reference made by this Ray: " + ref);
  }
}
