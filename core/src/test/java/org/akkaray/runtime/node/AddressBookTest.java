package org.akkaray.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.cluster.ClusterNode;
import org.akkaray.runtime.cluster.NodeRole;
import org.akkaray.runtime.gcs.NodeRecord;
import org.junit.jupiter.api.Test;

class AddressBookTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final UniqueId node = UniqueId.randomId();
  private final AddressBook book = new AddressBook("127.0.0.1");

  private ClusterNode at(String host) {
    return new ClusterNode(
        new NodeRecord(node, "n", host, 1, true, Map.of(), Map.of()),
        NodeRole.NODE,
        new Address("akka", "ray", host, 1),
        1,
        false,
        true,
        0,
        Map.of(AddressBook.TRANSFER, host + ":7"));
  }

  @Test
  void aNodeThatNothingWasSaidOfYetIsExpectedAndNotGone() {
    CompletableFuture<Void> expected = book.expected(node);
    assertThat(expected).isNotNull().isNotDone();
    book.nodeUp(at("127.0.0.1"));
    assertThat(expected).succeedsWithin(SOON);
    assertThat(book.expected(node)).isNull();
    assertThat(book.transferEndpoint(node)).isEqualTo("127.0.0.1:7");
    assertThat(book.neighbourName(node)).isEqualTo(node.toString());
  }

  @Test
  void aNodeThatIsGoneIsNotExpected() {
    CompletableFuture<Void> expected = book.expected(node);
    book.nodeDown(node);
    assertThat(expected).succeedsWithin(SOON);
    assertThat(book.expected(node)).isNull();
    assertThat(book.transferEndpoint(node)).isNull();
  }

  @Test
  void onlyANodeOfThisHostIsANeighbour() {
    book.nodeUp(at("127.0.0.2"));
    assertThat(book.neighbourName(node)).isNull();
    assertThat(book.transferEndpoint(node)).isEqualTo("127.0.0.2:7");
  }
}
