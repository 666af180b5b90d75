package org.akkaray.objectstore.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChunkSchedulerTest {
  private static final int CHUNK = 10;

  private final ChunkScheduler<Transfer> scheduler = new ChunkScheduler<>();
  private final List<String> sent = new ArrayList<>();

  private record Transfer(String name, ChunkFlow flow) {}

  private Transfer add(String name, long size, long limit) {
    Transfer transfer = new Transfer(name, new ChunkFlow(size, CHUNK, 0, limit));
    scheduler.add(transfer);
    return transfer;
  }

  private int sendOne(Transfer transfer) {
    int length = transfer.flow.nextLength();
    if (length == 0) {
      return 0;
    }
    transfer.flow.sent(length);
    sent.add(transfer.name + length);
    return 1;
  }

  @Test
  void aSmallObjectIsNotBehindALargeOne() {
    add("large", 1000, 1000);
    assertThat(scheduler.run(5, this::sendOne)).isEqualTo(5);
    add("small", 3, 1000);
    assertThat(scheduler.run(3, this::sendOne)).isEqualTo(3);
    assertThat(sent.subList(5, 8)).containsExactly("small3", "large10", "large10");
  }

  @Test
  void largeOnesTakeTurns() {
    add("a", 20, 20);
    add("b", 20, 20);
    assertThat(scheduler.run(9, this::sendOne)).isEqualTo(4);
    assertThat(sent).containsExactly("b10", "a10", "b10", "a10");
  }

  @Test
  void oneWithoutCreditWaitsAndTheOthersGoOn() {
    Transfer stuck = add("stuck", 100, 15);
    add("other", 20, 100);
    scheduler.run(100, this::sendOne);
    assertThat(sent).containsExactly("other10", "stuck10", "other10", "stuck5");
    stuck.flow.grant(10);
    assertThat(scheduler.run(100, this::sendOne)).isZero();
    stuck.flow.grant(20);
    assertThat(scheduler.run(100, this::sendOne)).isEqualTo(1);
  }

  @Test
  void aFlowGoesOnWhereTheReceiverHasItOrWantsItAgain() {
    ChunkFlow flow = new ChunkFlow(25, CHUNK, 10, 25);
    flow.sent(flow.nextLength());
    assertThat(flow.nextLength()).isEqualTo(5);
    flow.sent(5);
    assertThat(flow.allSent()).isTrue();
    flow.rewind(20);
    assertThat(flow.allSent()).isFalse();
    assertThat(flow.nextLength()).isEqualTo(5);
    flow.rewind(24);
    assertThat(flow.position()).isEqualTo(20);
    assertThatThrownBy(() -> new ChunkFlow(25, CHUNK, 26, 30))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void creditIsGrantedInQuartersOfTheWindow() {
    CreditWindow window = new CreditWindow(400);
    assertThat(window.limit(50)).isEqualTo(450);
    assertThat(window.due(10, 90)).isFalse();
    assertThat(window.due(90, 110)).isTrue();
    assertThat(window.due(110, 510)).isTrue();
  }
}
