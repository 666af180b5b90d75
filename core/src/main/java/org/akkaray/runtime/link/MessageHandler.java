package org.akkaray.runtime.link;

import org.akkaray.id.UniqueId;
import org.akkaray.runtime.wire.Message;

/** What a node does with what other nodes say to it. */
public interface MessageHandler {
  /**
   * Takes a message. Called in the order in which the sender sent, by one thread per sender, which
   * must not block: it reads all that the sender says.
   */
  void onMessage(UniqueId from, Message message);

  /** A batch has been handed over: what was put off until now can be done for all of it. */
  default void onBatchEnd(UniqueId from) {}
}
