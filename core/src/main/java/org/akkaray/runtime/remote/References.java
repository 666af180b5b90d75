package org.akkaray.runtime.remote;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.object.Failure;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.Waiter;
import org.akkaray.runtime.wire.Release;
import org.akkaray.runtime.wire.Resolve;
import org.akkaray.runtime.wire.Resolved;
import org.jspecify.annotations.Nullable;

/**
 * The references of one job that travel between this node and others: a distributed reference count
 * that counts nodes, not references (compare Birrell et al., "Distributed Garbage Collection for
 * Network Objects", SRC 116, 1993). A node that gets a reference asks the owner for its value at
 * once, by which it borrows from the owner itself; until the answer is there, whoever it got the
 * reference from keeps the object. A node gives back what it borrowed when nobody on it can reach
 * the reference any more. Thread-safe.
 */
final class References {
  private static final Cleaner CLEANER = Cleaner.create();

  private final NodeContext node;
  private final JobContext job;
  private final Loans<ObjectId, ObjectRefImpl<?>> loans = new Loans<>();
  private final Map<ObjectId, WeakReference<BorrowedRef<?>>> borrowed = new ConcurrentHashMap<>();

  /** Borrowed references whose owners are to be asked when the batch that brought them ends. */
  private final ConcurrentLinkedQueue<BorrowedRef<?>> unresolved = new ConcurrentLinkedQueue<>();

  References(NodeContext node, JobContext job) {
    this.node = node;
    this.job = job;
  }

  /** Notes that a reference is being sent to a node, and returns who owns the object. */
  UniqueId lend(ObjectRefImpl<?> ref, UniqueId to) {
    loans.lend(ref.getId(), ref, to);
    return ref instanceof BorrowedRef<?> other ? other.owner() : node.id();
  }

  /** The reference that a message of another node holds. */
  ObjectRefImpl<?> receive(ObjectId id, UniqueId owner, UniqueId lender) {
    if (owner.equals(node.id())) {
      ObjectRefImpl<?> own = loans.kept(id);
      giveBack(id, lender, 1);
      return own != null ? own : lost(id, "its owner had forgotten it when a reference came back");
    }
    while (true) {
      BorrowedRef<?> known = known(id);
      if (known == null) {
        known = borrow(id, owner);
      }
      if (known.borrowing().add(lender)) {
        return known;
      }
    }
  }

  private @Nullable BorrowedRef<?> known(ObjectId id) {
    WeakReference<BorrowedRef<?>> reference = borrowed.get(id);
    return reference == null ? null : reference.get();
  }

  private BorrowedRef<?> borrow(ObjectId id, UniqueId owner) {
    BorrowedRef<?>[] result = new BorrowedRef<?>[1];
    borrowed.compute(
        id,
        (key, reference) -> {
          BorrowedRef<?> present = reference == null ? null : reference.get();
          if (present != null) {
            result[0] = present;
            return reference;
          }
          Borrowing borrowing = new Borrowing();
          BorrowedRef<?> fresh =
              new BorrowedRef<>(runtime(), id.getTaskId(), id.index(), owner, borrowing);
          WeakReference<BorrowedRef<?>> weak = new WeakReference<>(fresh);
          CLEANER.register(fresh, () -> end(id, weak, borrowing));
          unresolved.add(fresh);
          result[0] = fresh;
          return weak;
        });
    return result[0];
  }

  private void end(ObjectId id, WeakReference<BorrowedRef<?>> weak, Borrowing borrowing) {
    borrowed.remove(id, weak);
    borrowing.end((lender, times) -> giveBack(id, lender, times));
  }

  private ObjectRefImpl<?> lost(ObjectId id, String why) {
    ObjectRefImpl<?> ref =
        new ObjectRefImpl<>(
            runtime(), id.getTaskId().high(), id.getTaskId().low(), id.index(), null);
    ref.complete(new Failure.ObjectLost(id, why));
    return ref;
  }

  private RayRuntime runtime() {
    return job.services().runtime();
  }

  private void giveBack(ObjectId id, UniqueId lender, long times) {
    node.send(
        lender,
        job.messageTo(lender)
            .setRelease(Release.newBuilder().setObject(Ids.toWire(id)).setTimes(times)));
  }

  /** Asks the owners of what has come in for its values. */
  void resolveAll() {
    Map<UniqueId, Resolve.Builder> questions = new HashMap<>();
    for (BorrowedRef<?> ref; (ref = unresolved.poll()) != null; ) {
      questions
          .computeIfAbsent(ref.owner(), owner -> Resolve.newBuilder())
          .addObjects(Ids.toWire(ref.getId()));
      if (!node.knows(ref.owner())) {
        ownerDied(ref);
      }
    }
    questions.forEach(
        (owner, question) -> node.send(owner, job.messageTo(owner).setResolve(question)));
  }

  void onRelease(UniqueId from, Release release) {
    loans.returned(Ids.object(release.getObject()), from, release.getTimes());
  }

  /** A borrower asks for values; from now on it borrows them from here. */
  void onResolve(UniqueId from, Resolve question) {
    for (var key : question.getObjectsList()) {
      ObjectId id = Ids.object(key);
      ObjectRefImpl<?> ref = loans.kept(id);
      if (ref == null) {
        answer(from, id, new Failure.ObjectLost(id, "its owner has forgotten it"));
        continue;
      }
      loans.lend(id, ref, from);
      node.send(
          from,
          job.messageTo(from).setResolved(Resolved.newBuilder().setObject(key).setLoan(true)));
      ref.addWaiter(Waiter.calling(() -> answer(from, id, ref.result())));
    }
  }

  private void answer(UniqueId to, ObjectId id, Object result) {
    Resolved.Builder answer = Resolved.newBuilder().setObject(Ids.toWire(id));
    if (result instanceof Failure failure) {
      answer.setFailure(job.values().toWire(failure, to));
    } else {
      answer.setValue(job.values().toWire(result, to));
    }
    node.send(to, job.messageTo(to).setResolved(answer));
  }

  void onResolved(UniqueId from, Resolved answer) {
    ObjectId id = Ids.object(answer.getObject());
    BorrowedRef<?> ref = known(id);
    if (answer.getLoan()) {
      if (ref != null && ref.borrowing().add(from)) {
        ref.borrowing().settle(from).forEach((lender, times) -> giveBack(id, lender, times));
      } else {
        giveBack(id, from, 1); // the reference went before its owner answered
      }
    }
    if (ref == null) {
      return;
    }
    if (answer.hasFailure()) {
      ref.complete(job.values().failure(answer.getFailure(), from));
    } else if (answer.hasValue()) {
      ref.complete(job.values().value(answer.getValue(), from, false));
    }
  }

  /** A node is gone: it borrows nothing any more, and what it owned has no owner. */
  void nodeDown(UniqueId gone) {
    loans.forget(gone);
    for (WeakReference<BorrowedRef<?>> weak : new ArrayList<>(borrowed.values())) {
      BorrowedRef<?> ref = weak.get();
      if (ref != null && ref.owner().equals(gone)) {
        ownerDied(ref);
      }
    }
  }

  private static void ownerDied(BorrowedRef<?> ref) {
    if (!ref.isReady()) {
      ref.complete(
          new Failure.ObjectLost(
              ref.getId(), "its owner, node " + ref.owner() + ", died before it had a value"));
    }
  }

  /** How many references other nodes borrow from here. */
  int lent() {
    return loans.size();
  }
}
