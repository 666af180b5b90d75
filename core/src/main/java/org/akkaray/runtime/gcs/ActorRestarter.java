package org.akkaray.runtime.gcs;

import org.akkaray.runtime.wire.CreateActor;
import org.akkaray.runtime.wire.NodeKey;
import org.jspecify.annotations.Nullable;

/** The port to what creates actors again whose nodes died. Thread-safe; does not block. */
@FunctionalInterface
public interface ActorRestarter {
  /** The node that will host it; null if none can now. */
  @Nullable NodeKey restart(CreateActor creation);
}
