package org.akkaray.runtime.remote;

import org.akkaray.id.UniqueId;
import org.akkaray.runtime.wire.Held;

/** What else travels inside values as it is: handles of actors, and placement groups. */
interface HandleExchange {
  /** A handle, for a node, to which it is lent. */
  Held toWire(Object handle, UniqueId to);

  /** The handle that a message holds. */
  Object fromWire(Held wire, UniqueId from);
}
