package org.akkaray.exception;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ExceptionsTest {
  static final List<Class<? extends RayException>> CLASSES =
      List.of(
          RayException.class,
          RayTaskException.class,
          RayActorException.class,
          ActorDiedException.class,
          ActorUnavailableException.class,
          RayWorkerException.class,
          NodeDiedException.class,
          RayTimeoutException.class,
          GetTimeoutException.class,
          UnreconstructableException.class,
          ObjectLostException.class,
          PendingCallsLimitExceededException.class,
          RuntimeEnvException.class,
          FunctionNotFoundException.class,
          TaskCancelledException.class,
          InfeasibleResourcesException.class,
          ObjectStoreFullException.class,
          SerializationException.class);

  @ParameterizedTest
  @FieldSource("CLASSES")
  void canBeMadeOfAMessageAndACauseAndTravels(Class<? extends RayException> type) throws Exception {
    Exception cause = new IllegalStateException("why");

    assertThat(type.getConstructor(String.class).newInstance("what"))
        .hasMessage("what")
        .hasNoCause();
    RayException full =
        type.getConstructor(String.class, Throwable.class).newInstance("what", cause);
    assertThat(full).hasMessage("what").hasCause(cause);
    assertThat(copy(full))
        .isInstanceOf(type)
        .hasMessage("what")
        .hasCauseInstanceOf(cause.getClass());
  }

  private static Throwable copy(Throwable original) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Throwable) in.readObject();
    }
  }

  @Test
  void catchClausesOfRaysProgramsStillCatch() {
    assertThat(RayTimeoutException.class).isAssignableFrom(GetTimeoutException.class);
    assertThat(RayActorException.class).isAssignableFrom(ActorDiedException.class);
    assertThat(RayActorException.class).isAssignableFrom(ActorUnavailableException.class);
    assertThat(RayWorkerException.class).isAssignableFrom(NodeDiedException.class);
    assertThat(UnreconstructableException.class).isAssignableFrom(ObjectLostException.class);
  }

  @Test
  void aTaskExceptionNamesTaskNodeAndAttempt() throws Exception {
    RayTaskException failed =
        new RayTaskException("fib", "n1", 2, new ArithmeticException("/ by zero"));

    assertThat(failed).hasMessageContainingAll("fib", "n1", "attempt 3", "/ by zero");
    RayTaskException copy = (RayTaskException) copy(failed);
    assertThat(copy.getTaskName()).isEqualTo("fib");
    assertThat(copy.getNode()).isEqualTo("n1");
    assertThat(copy.getAttempt()).isEqualTo(2);
  }

  @Test
  void anActorOrObjectIsNamedAndKept() throws Exception {
    ActorId actor = ActorId.fromRandom();
    ObjectId object = ObjectId.forReturn(TaskId.forDriver(JobId.fromInt(1)), 0);

    assertThat(new RayActorException(actor)).hasMessageContaining(actor.toString());
    assertThat(((RayActorException) copy(new ActorDiedException(actor, "killed"))).actorId)
        .isEqualTo(actor);
    assertThat(new UnreconstructableException(object)).hasMessageContaining(object.toString());
    assertThat(
            ((UnreconstructableException) copy(new ObjectLostException(object, "freed"))).objectId)
        .isEqualTo(object);
    assertThat(new PendingCallsLimitExceededException(actor, "full").actorId).isEqualTo(actor);
    assertThat(new RayActorException("no actor known").actorId.isNil()).isTrue();
  }
}
