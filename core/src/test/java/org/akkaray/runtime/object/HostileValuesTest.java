package org.akkaray.runtime.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.akkaray.exception.SerializationException;
import org.junit.jupiter.api.Test;

/**
 * Values whose own code throws when it is asked, and stores that are closed: the error must be the
 * right one.
 */
class HostileValuesTest {
  private final Values values = new Values();

  private static final class LyingException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Runnable unused = () -> {};
    private final Object worker = Thread.currentThread();

    @Override
    public String getMessage() {
      throw new AssertionError("no words: " + unused + worker);
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause for you");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return new StackTraceElement[] {null};
    }
  }

  private static final class LazyList extends AbstractList<Object> {
    @Override
    public Object get(int index) {
      throw new IllegalStateException("no session");
    }

    @Override
    public int size() {
      return 3;
    }
  }

  private static final class Order {
    private final List<Object> lines = new LazyList();
    private final Thread owner = Thread.currentThread();

    @Override
    public String toString() {
      return lines.size() + " lines of " + owner;
    }
  }

  private static final class Broken {
    static final int VALUE = Integer.parseInt("not a number");
    private int field = VALUE;

    int field() {
      return field;
    }
  }

  @Test
  void anExceptionWhoseMethodsThrowStillBecomesAStandIn() {
    Throwable copy = values.codec.thawThrowable(values.codec.freezeThrowable(new LyingException()));

    assertThat(copy).isInstanceOf(ThrowableStandIn.class);
    assertThat(((ThrowableStandIn) copy).getClassName()).isEqualTo(LyingException.class.getName());
    assertThat(copy.getMessage()).isEqualTo("(its getMessage() threw java.lang.AssertionError)");
    assertThat(copy.getCause()).isNull();
    assertThat(copy.getStackTrace()).isEmpty();
  }

  @Test
  void aCollectionThatCannotBeIteratedDoesNotHideWhatCannotBeSent() {
    assertThatThrownBy(() -> values.freeze(new Order()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("Order.owner: java.lang.Thread cannot be sent");
    assertThat(values.copy(new int[] {1})).containsExactly(1);
  }

  @Test
  void aClassWhoseInitializerThrowsIsTheUsersErrorAndTheCodecWorksOn() {
    assertThatThrownBy(() -> new Broken().field()).isInstanceOf(ExceptionInInitializerError.class);
    assertThat(values.copy(new ArrayList<>(List.of("after")))).containsExactly("after");

    Object sent = values.freeze(new Object[] {Broken.class});
    assertThat((Object[]) values.codec.thaw(sent)).containsExactly(Broken.class);
  }

  @Test
  void aClosedStoreIsNotTakenForAnUnreadableArray() {
    values.store.close();

    assertThatThrownBy(() -> values.freeze(new byte[2000]))
        .isInstanceOf(IllegalStateException.class)
        .isNotInstanceOf(SerializationException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> values.freeze(ByteBuffer.allocateDirect(2000)))
        .isInstanceOf(IllegalStateException.class)
        .isNotInstanceOf(SerializationException.class);
    assertThat(values.copy(new byte[] {1, 2})).containsExactly(1, 2);
  }

  @Test
  void aSegmentOfAClosedArenaIsRefusedByName() {
    MemorySegment gone;
    try (Arena arena = Arena.ofConfined()) {
      gone = arena.allocate(16);
    }
    assertThatThrownBy(() -> values.freeze(gone))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("cannot be read by this thread");
  }

  @Test
  void anExceptionLargerThanTheStoreStillReachesTheReader() {
    Object frozen =
        values.codec.freezeThrowable(new WithPayload("big", new byte[(int) Values.CAPACITY + 1]));

    assertThat(values.codec.thawThrowable(frozen))
        .isInstanceOf(ThrowableStandIn.class)
        .hasMessage("big");
    values.store.close();
    assertThat(
            values.codec.thawThrowable(
                values.codec.freezeThrowable(new WithPayload("late", new byte[5000]))))
        .hasMessage("late");
  }

  private static final class WithPayload extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final byte[] payload;

    WithPayload(String message, byte[] payload) {
      super(message);
      this.payload = payload;
    }

    @Override
    public String toString() {
      return super.toString() + payload.length;
    }
  }
}
