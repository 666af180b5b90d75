package org.akkaray.runtime.object;

import java.util.ArrayList;
import java.util.List;
import org.akkaray.ObjectRef;
import org.akkaray.runtime.RayRuntime;
import org.jspecify.annotations.Nullable;

/** The several objects of one call, whose function returns a list with one element for each. */
public final class MultiReturns<E> implements Returns {
  private final List<ObjectRefImpl<E>> refs;

  public MultiReturns(
      RayRuntime runtime, long taskHigh, long taskLow, int count, Producer producer) {
    List<ObjectRefImpl<E>> made = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      made.add(new ObjectRefImpl<>(runtime, taskHigh, taskLow, i, producer));
    }
    this.refs = List.copyOf(made);
  }

  public List<ObjectRef<E>> refs() {
    return List.copyOf(refs);
  }

  @Override
  public void succeed(@Nullable Object value, ValueCodec codec) {
    if (!(value instanceof List<?> values) || values.size() != refs.size()) {
      throw new IllegalStateException(
          "the function was to return a list of "
              + refs.size()
              + " values (setNumReturns) but returned "
              + (value instanceof List<?> list ? "a list of " + list.size() : "none"));
    }
    List<Object> frozen = new ArrayList<>(refs.size());
    for (int i = 0; i < refs.size(); i++) {
      frozen.add(codec.freeze(values.get(i), refs.get(i)::getId));
    }
    succeedFrozen(frozen);
  }

  @Override
  public void succeedFrozen(List<Object> frozen) {
    for (int i = 0; i < refs.size(); i++) {
      refs.get(i).complete(frozen.get(i));
    }
  }

  @Override
  public void fail(Failure failure) {
    refs.forEach(ref -> ref.complete(failure));
  }

  @Override
  public void producedBy(Producer producer) {
    refs.forEach(ref -> ref.producedBy(producer));
  }

  @Override
  public @Nullable Failure failure() {
    return refs.isEmpty() ? null : refs.getFirst().failure();
  }

  /** Whether the bytes of any of the objects lie in another node's store. */
  public boolean isAnyElsewhere() {
    return refs.stream().anyMatch(ref -> RemoteValue.in(ref.result()) != null);
  }

  @Override
  public boolean isComplete() {
    return refs.stream().allMatch(ObjectRefImpl::isReady);
  }
}
