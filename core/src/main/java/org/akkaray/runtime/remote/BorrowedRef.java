package org.akkaray.runtime.remote;

import org.akkaray.id.TaskId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.akkaray.runtime.object.Producer;

/** A reference to an object that another node owns. That node says what its value is. */
public final class BorrowedRef<T> extends ObjectRefImpl<T> {
  private final UniqueId owner;
  private final Borrowing borrowing;

  BorrowedRef(RayRuntime runtime, TaskId task, int index, UniqueId owner, Borrowing borrowing) {
    super(runtime, task.high(), task.low(), index, new AtOwner(owner));
    this.owner = owner;
    this.borrowing = borrowing;
  }

  UniqueId owner() {
    return owner;
  }

  Borrowing borrowing() {
    return borrowing;
  }

  /** Stands for whatever makes the object, wherever that is. */
  private record AtOwner(UniqueId owner) implements Producer {
    @Override
    public void tryRunInPlace() {}

    @Override
    public void cancel() {}

    @Override
    public String describe() {
      return "its owner, node " + owner + ", has no value for it yet";
    }
  }
}
