package org.akkaray.runtime.remote;

import org.akkaray.id.UniqueId;
import org.akkaray.runtime.link.Link;
import org.akkaray.runtime.link.NodeLinks;
import org.akkaray.runtime.wire.Message;

/**
 * This node among the others.
 *
 * @param id this node
 * @param links to the others
 */
public record NodeContext(UniqueId id, NodeLinks links) {

  /** Sends some time soon; of no effect if the node is gone: who waits for an answer is told. */
  void send(UniqueId to, Message.Builder message) {
    links.send(to, message.build());
  }

  /**
   * As {@link #send}; the sender helps to write when a batch is full, and waits when too much is
   * queued, unless it is a thread that must not.
   *
   * @return false if the node is gone
   */
  boolean sendBatched(UniqueId to, Message message) {
    Link link = links.to(to);
    if (link == null) {
      return false;
    }
    link.send(message);
    helpWith(link);
    return true;
  }

  /** Writes when a batch is full, and waits when too much is queued, unless it must not. */
  void helpWith(Link link) {
    if (link.isBatchFull() && !NodeLinks.isReader()) {
      link.flush();
      try {
        link.awaitRoom();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  boolean knows(UniqueId node) {
    return node.equals(id) || links.knows(node);
  }
}
