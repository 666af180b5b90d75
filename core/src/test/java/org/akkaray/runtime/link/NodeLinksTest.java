package org.akkaray.runtime.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.wire.CancelCall;
import org.akkaray.runtime.wire.CodeChunk;
import org.akkaray.runtime.wire.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeLinksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final UniqueId first = UniqueId.randomId();
  private final UniqueId second = UniqueId.randomId();
  private final List<Long> received = Collections.synchronizedList(new ArrayList<>());
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private NodeLinks node(UniqueId id, MessageHandler handler) {
    NodeLinks links = NodeLinks.open(id, LinkSettings.on("127.0.0.1"), handler);
    open.add(links);
    return links;
  }

  private static void introduce(UniqueId one, NodeLinks at, UniqueId other, NodeLinks there) {
    at.nodeUp(other, "127.0.0.1", there.port());
    there.nodeUp(one, "127.0.0.1", at.port());
  }

  private static Message numbered(long number) {
    return Message.newBuilder().setCancel(CancelCall.newBuilder().setTaskLow(number)).build();
  }

  private void note(UniqueId from, Message message) {
    received.add(message.getCancel().getTaskLow());
  }

  private static void ignore(UniqueId from, Message message) {}

  private static List<Long> upTo(long count) {
    List<Long> all = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      all.add(i);
    }
    return all;
  }

  @Test
  void messagesArriveInOrderEachOnce() {
    NodeLinks sender = node(first, NodeLinksTest::ignore);
    NodeLinks receiver = node(second, this::note);
    introduce(first, sender, second, receiver);
    for (long i = 0; i < 100_000; i++) {
      sender.send(second, numbered(i));
      if (sender.to(second).isBatchFull()) {
        sender.flush(second);
      }
    }
    await().atMost(PATIENCE).until(() -> received.size() == 100_000);
    assertThat(received).isEqualTo(upTo(100_000));
  }

  @Test
  void connectionsThatBreakLoseAndRepeatNothing() throws IOException {
    NodeLinks sender = node(first, NodeLinksTest::ignore);
    NodeLinks receiver = node(second, this::note);
    BreakableProxy there = new BreakableProxy(receiver.port());
    BreakableProxy back = new BreakableProxy(sender.port());
    open.add(there);
    open.add(back);
    sender.nodeUp(second, "127.0.0.1", there.port());
    receiver.nodeUp(first, "127.0.0.1", back.port());
    int breaks = 8;
    long perBreak = 5_000;
    for (int round = 0; round < breaks; round++) {
      long end = (round + 1) * perBreak;
      for (long i = round * perBreak; i < end; i++) {
        sender.send(second, numbered(i));
        sender.flush(second);
      }
      long some = round * perBreak + ThreadLocalRandom.current().nextLong(perBreak);
      await().atMost(PATIENCE).until(() -> received.size() > some);
      there.breakAll();
      back.breakAll();
    }
    await().atMost(PATIENCE).until(() -> received.size() >= breaks * perBreak);
    assertThat(received).isEqualTo(upTo(breaks * perBreak));
  }

  @Test
  void aMessageLargerThanABatchTravelsAlone() {
    CountDownLatch arrived = new CountDownLatch(1);
    byte[] large = new byte[5_000_000];
    ThreadLocalRandom.current().nextBytes(large);
    NodeLinks sender = node(first, NodeLinksTest::ignore);
    NodeLinks receiver =
        node(
            second,
            (from, message) -> {
              if (message.getCodeChunk().getData().equals(ByteString.copyFrom(large))) {
                arrived.countDown();
              }
            });
    introduce(first, sender, second, receiver);
    sender.send(
        second,
        Message.newBuilder()
            .setCodeChunk(CodeChunk.newBuilder().setData(ByteString.copyFrom(large)))
            .build());
    await().atMost(PATIENCE).until(() -> arrived.getCount() == 0);
  }

  @Test
  void whatANodeSaysWaitsUntilMembershipHasToldOfIt() throws Exception {
    NodeLinks sender = node(first, NodeLinksTest::ignore);
    NodeLinks receiver = node(second, this::note);
    sender.nodeUp(second, "127.0.0.1", receiver.port());
    sender.send(second, numbered(0));
    sender.send(second, numbered(1));
    sender.flush(second);
    Thread.sleep(300); // nothing may happen
    assertThat(received).isEmpty();
    receiver.nodeUp(first, "127.0.0.1", sender.port());
    await().atMost(PATIENCE).until(() -> received.size() == 2);
    assertThat(received).containsExactly(0L, 1L);
  }

  @Test
  void nothingIsTakenFromANodeThatIsGone() throws Exception {
    NodeLinks sender = node(first, NodeLinksTest::ignore);
    NodeLinks receiver = node(second, this::note);
    introduce(first, sender, second, receiver);
    sender.send(second, numbered(0));
    await().atMost(PATIENCE).until(() -> received.size() == 1);
    receiver.nodeDown(first);
    assertThat(receiver.knows(first)).isFalse();
    receiver.nodeUp(first, "127.0.0.1", sender.port());
    assertThat(receiver.awaitKnown(first)).isFalse();
    assertThat(receiver.send(first, numbered(1))).isFalse();
  }

  @Test
  void strangersAndWrongGuestsAreTurnedAwayAndHurtNobody() throws IOException {
    NodeLinks sender = node(first, NodeLinksTest::ignore);
    NodeLinks receiver = node(second, this::note);
    try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
      stranger.getOutputStream().write("GET / HTTP/1.1\r\nHost: example\r\n\r\n".getBytes());
      assertThat(stranger.getInputStream().read()).isEqualTo(-1);
    }
    sender.nodeUp(UniqueId.randomId(), "127.0.0.1", receiver.port()); // who lived there before
    introduce(first, sender, second, receiver);
    sender.send(second, numbered(0));
    await().atMost(PATIENCE).until(() -> received.size() == 1);
  }

  @Test
  void aSenderThatIsTooFastWaits() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    NodeLinks sender = node(first, NodeLinksTest::ignore);
    NodeLinks receiver =
        node(
            second,
            (from, message) -> {
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              received.add((long) message.getCodeChunk().getData().size());
            });
    introduce(first, sender, second, receiver);
    Message chunk =
        Message.newBuilder()
            .setCodeChunk(CodeChunk.newBuilder().setData(ByteString.copyFrom(new byte[100_000])))
            .build();
    int count = 1_000;
    Thread flood =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < count; i++) {
                sender.send(second, chunk);
                try {
                  sender.to(second).awaitRoom();
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    assertThat(flood.join(Duration.ofSeconds(3))).as("100 MB were queued at once").isFalse();
    go.countDown();
    await().atMost(PATIENCE).until(() -> received.size() == count);
    assertThat(flood.join(PATIENCE)).isTrue();
  }
}
