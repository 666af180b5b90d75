package org.akkaray.runtime.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ThrowablesTest {
  private final Values values = new Values();

  static final class Coded extends RuntimeException {
    private static final long serialVersionUID = 1;
    final int code;
    final transient List<String> tags;

    Coded(String message, int code, Throwable cause) {
      super(message, cause);
      this.code = code;
      this.tags = List.of("t");
    }
  }

  static final class Decorated extends Exception {
    private static final long serialVersionUID = 1;

    Decorated(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return "decorated " + super.getMessage();
    }
  }

  static final class Picky extends RuntimeException {
    private static final long serialVersionUID = 1;

    Picky(String message) {
      super(message.trim());
    }
  }

  static final class WithThread extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Object thread = Thread.currentThread();

    WithThread(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Throwable copy(Throwable thrown) {
    return values.codec.thawThrowable(values.codec.freezeThrowable(thrown));
  }

  private static String print(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void anExceptionComesBackWithAllThatItPrints() {
    Coded coded = new Coded("m", 7, new IOException("disk", new Decorated("d")));
    coded.addSuppressed(new IllegalStateException("also"));
    for (Throwable thrown :
        List.of(
            coded,
            new Decorated("x"),
            new RuntimeException(),
            new IllegalArgumentException("é"),
            new SQLException("reason", "42000", 3),
            new ConcurrentModificationException(),
            new ExecutionException(new Coded("inner", 1, null)),
            new AssertionError("no"),
            new StackOverflowError(),
            new ArrayIndexOutOfBoundsException(3))) {
      Throwable copy = copy(thrown);
      assertThat(copy).isNotSameAs(thrown).hasSameClassAs(thrown);
      assertThat(print(copy)).isEqualTo(print(thrown));
      assertThat(copy.getStackTrace()).isEqualTo(thrown.getStackTrace()).isNotEmpty();
    }
    assertThat(((Coded) copy(coded)).code).isEqualTo(7);
    assertThat(((SQLException) copy(new SQLException("r", "42000", 3))).getSQLState())
        .isEqualTo("42000");
  }

  @Test
  void exceptionsInsideOfValuesKeepTheirTraceToo() {
    Coded coded = new Coded("m", 7, null);
    List<Throwable> copy = values.copy(new ArrayList<>(List.of(coded, coded)));

    assertThat(print(copy.getFirst())).isEqualTo(print(coded));
    assertThat(copy.get(0)).isSameAs(copy.get(1));
  }

  @Test
  void readersGetExceptionsOfTheirOwn() {
    Object frozen = values.codec.freezeThrowable(new RuntimeException("x"));
    values.codec.thawThrowable(frozen).addSuppressed(new RuntimeException("mine"));

    assertThat(values.codec.thawThrowable(frozen).getSuppressed()).isEmpty();
  }

  @Test
  void aStandInSaysWhatTheOriginalWouldHaveSaid() {
    WithThread thrown = new WithThread("unsendable", new WithThread("deeper", null));
    thrown.addSuppressed(new IOException("also"));

    Throwable copy = copy(thrown);

    assertThat(copy).isInstanceOf(ThrowableStandIn.class);
    assertThat(((ThrowableStandIn) copy).getClassName()).isEqualTo(WithThread.class.getName());
    assertThat(copy).hasMessage("unsendable");
    assertThat(print(copy)).isEqualTo(print(thrown));
    assertThat(copy(thrown)).isNotSameAs(copy);
  }

  @Test
  void anExceptionThatCannotBeMadeAgainHasAStandInToo() {
    Picky thrown = new Picky("trimmed ");

    assertThat(print(copy(thrown))).isEqualTo(print(thrown));
  }

  @Test
  void causesMayGoInCircles() {
    RuntimeException first = new RuntimeException("first");
    RuntimeException second = new RuntimeException("second", first);
    first.initCause(second);

    Throwable copy = copy(first);
    assertThat(copy.getCause().getCause()).isSameAs(copy);
    WithThread third = new WithThread("third", first);
    assertThat(copy(third).getCause().getCause()).hasMessage("second");
  }
}
