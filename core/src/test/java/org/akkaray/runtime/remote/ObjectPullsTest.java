package org.akkaray.runtime.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.id.ObjectId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.link.LinkSettings;
import org.akkaray.runtime.link.NodeLinks;
import org.akkaray.runtime.object.Holder;
import org.akkaray.runtime.object.ObjectTransfer;
import org.akkaray.runtime.object.ObjectTransferException;
import org.akkaray.runtime.object.PortableValue.StoredBytes;
import org.akkaray.runtime.object.PullPriority;
import org.akkaray.runtime.object.TransferStats;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectPullsTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final UniqueId self = UniqueId.randomId();
  private final UniqueId holder = UniqueId.randomId();
  private final Map<UniqueId, String> endpoints = new ConcurrentHashMap<>();
  private final Map<UniqueId, CompletableFuture<Void>> expected = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final NodeLinks links =
      NodeLinks.open(self, LinkSettings.on("127.0.0.1"), (UniqueId from, Message message) -> {});
  private final ObjectPulls pulls =
      new ObjectPulls(
          new NodeContext(self, links), Carrier::new, new Addresses(), StoredBytes::locations);
  private final StoredBytes bytes = new StoredBytes(someObject(), 10, List.of(holder), null);

  private static ObjectId someObject() {
    byte[] id = new byte[ObjectId.LENGTH];
    id[0] = 1;
    return ObjectId.fromBytes(id);
  }

  @AfterEach
  void close() {
    links.close();
  }

  @Test
  void aHolderThatMembershipHasNotToldOfYetIsWaitedFor() {
    CompletableFuture<Void> told = new CompletableFuture<>();
    expected.put(holder, told);
    CompletableFuture<Void> pull = pulls.pull(bytes, PullPriority.GET);
    assertThat(pull).isNotDone();
    endpoints.put(holder, "there:1");
    told.complete(null);
    assertThat(pull).succeedsWithin(SOON);
    assertThat(asked).containsExactly("there:1");
  }

  @Test
  void anObjectWhoseHolderIsGoneIsLostAtOnce() {
    assertThat(pulls.pull(bytes, PullPriority.GET))
        .failsWithin(SOON)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(ObjectTransferException.class)
        .withMessageContaining("the nodes that had its bytes are gone");
  }

  private final class Addresses implements RemoteObjects.NodeAddresses {
    @Override
    public @Nullable String transferEndpoint(UniqueId node) {
      return endpoints.get(node);
    }

    @Override
    public @Nullable String neighbourName(UniqueId node) {
      return null;
    }

    @Override
    public @Nullable CompletableFuture<Void> expected(UniqueId node) {
      return expected.get(node);
    }
  }

  /** Brings everything at once. */
  private final class Carrier implements ObjectTransfer {
    @Override
    public String endpoint() {
      return "here:1";
    }

    @Override
    public CompletableFuture<Void> pull(ObjectId id, List<Holder> holders, PullPriority priority) {
      holders.forEach(one -> asked.add(one.endpoint()));
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void cancel(ObjectId id) {}

    @Override
    public TransferStats stats() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
