package org.akkaray.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.akkaray.runtime.object.ObjectRefImpl;
import org.junit.jupiter.api.Test;

class SubmissionOrderTest {
  private final ActorFixtures fixtures = new ActorFixtures();
  private final SubmissionOrder<ActorCall> order = new SubmissionOrder<>();
  private final List<ActorCall> queued = new ArrayList<>();
  private final Object caller = "one caller";
  private final Object another = "another caller";

  @Test
  void aCallWhoseInputsAreThereIsNotHeld() {
    ActorCall call = fixtures.started();
    order.admit(caller, call);

    assertThat(order.isHolding()).isFalse();
    assertThat(order.holds(call)).isFalse();
  }

  @Test
  void laterCallsOfTheSameCallerStayBehindTheOneThatWaits() {
    ObjectRefImpl<String> late = ActorFixtures.late();
    ActorCall first = fixtures.started(late);
    ActorCall second = fixtures.started();
    ActorCall other = fixtures.started();
    order.admit(caller, first);
    order.admit(caller, second);
    order.admit(another, other);

    assertThat(order.holds(second)).isTrue();
    assertThat(order.holds(other)).isFalse();
    order.release(second, queued::add);
    assertThat(queued).isEmpty();

    late.complete("here");
    order.release(first, queued::add);

    assertThat(queued).containsExactly(first, second);
    assertThat(order.isHolding()).isFalse();
  }

  @Test
  void aCallThatWasNotStartedYetIsNotPassed() {
    ObjectRefImpl<String> late = ActorFixtures.late();
    ActorCall first = fixtures.started(late);
    ActorCall second = fixtures.notStarted();
    ActorCall third = fixtures.started();
    order.admit(caller, first);
    order.admit(caller, second);
    order.admit(caller, third);
    late.complete("here");

    order.release(first, queued::add);
    assertThat(queued).containsExactly(first);

    second.start();
    order.release(second, queued::add);
    assertThat(queued).containsExactly(first, second, third);
  }

  @Test
  void aCallThatIsCancelledWhileItIsHeldMakesWay() {
    ActorCall first = fixtures.started(ActorFixtures.late());
    ActorCall second = fixtures.started();
    order.admit(caller, first);
    order.admit(caller, second);

    first.cancel();
    order.release(first, queued::add);

    assertThat(queued).containsExactly(first, second);
    assertThat(first.isClaimed()).isTrue();
    assertThat(order.isHolding()).isFalse();
  }

  @Test
  void eachCallerIsHeldByItsOwnCallsOnly() {
    ObjectRefImpl<String> late = ActorFixtures.late();
    ObjectRefImpl<String> later = ActorFixtures.late();
    ActorCall first = fixtures.started(late);
    ActorCall others = fixtures.started(later);
    order.admit(caller, first);
    order.admit(another, others);

    late.complete("here");
    order.release(first, queued::add);
    assertThat(queued).containsExactly(first);
    assertThat(order.isHolding()).isTrue();

    later.complete("here");
    order.release(others, queued::add);
    assertThat(queued).containsExactly(first, others);
    assertThat(order.isHolding()).isFalse();
  }
}
