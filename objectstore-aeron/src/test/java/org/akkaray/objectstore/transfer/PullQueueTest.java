package org.akkaray.objectstore.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.PullPriority;
import org.junit.jupiter.api.Test;

final class PullQueueTest {
  private final PullQueue queue = new PullQueue(2);

  private Pull add(PullPriority priority) {
    return queue.add(ObjectId.fromRandom(), List.of(new Holder("a:1", false, 0)), priority);
  }

  @Test
  void aGetGoesBeforeAnEarlierPrefetch() {
    Pull prefetch = add(PullPriority.PREFETCH);
    Pull get = add(PullPriority.GET);
    assertThat(queue.next(() -> 0, 0)).isSameAs(get);
    assertThat(queue.next(() -> 0, 0)).isSameAs(prefetch);
  }

  @Test
  void aSecondPullOfAnObjectJoinsTheFirstAndMayMakeItUrgent() {
    Pull other = add(PullPriority.TASK_ARGUMENT);
    Pull first = add(PullPriority.PREFETCH);
    Pull again = queue.add(first.id, List.of(new Holder("b:1", true, 0)), PullPriority.GET);
    assertThat(again).isSameAs(first);
    assertThat(queue.waiting()).isEqualTo(2);
    assertThat(queue.next(() -> 0, 0)).isSameAs(first);
    assertThat(first.holders.best().endpoint()).isEqualTo("b:1");
    assertThat(queue.next(() -> 0, 0)).isSameAs(other);
  }

  @Test
  void noMoreAreActiveThanAllowed() {
    Pull first = add(PullPriority.GET);
    add(PullPriority.GET);
    add(PullPriority.GET);
    assertThat(queue.next(() -> 0, 0)).isSameAs(first);
    assertThat(queue.next(() -> 0, 0)).isNotNull();
    assertThat(queue.next(() -> 0, 0)).isNull();
    queue.remove(first);
    assertThat(queue.next(() -> 0, 0)).isNotNull();
  }

  @Test
  void onePullThatNeedsRoomIsNotOvertakenByLaterOnes() {
    Pull large = add(PullPriority.TASK_ARGUMENT);
    assertThat(queue.next(() -> 10, 0)).isSameAs(large);
    large.size = 100;
    queue.waitAgain(large);
    Pull prefetch = add(PullPriority.PREFETCH);
    assertThat(queue.next(() -> 99, 0)).isNull();
    Pull get = add(PullPriority.GET);
    assertThat(queue.next(() -> 99, 0)).isSameAs(get);
    assertThat(queue.next(() -> 100, 0)).isSameAs(large);
    queue.remove(large);
    assertThat(queue.next(() -> 0, 0)).isSameAs(prefetch);
  }
}
