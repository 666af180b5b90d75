package org.akkaray.runtime.gcs;

import org.akkaray.runtime.wire.Control;

/** A message between a node and the keeper of the control state, as Akka carries it. */
record ControlEnvelope(Control body) implements ControlKeeper.Command {}
