/**
 * Objects: references and the cells behind them, values by value, and the store for large ones.
 * Start at {@link org.akkaray.runtime.object.ObjectRefImpl} and {@link
 * org.akkaray.runtime.object.ValueCodec}.
 *
 * <p>A value is frozen when it is handed over and thawed for each reader. Immutable values are
 * shared, memory (arrays of primitives, buffers, segments) is copied raw, all else becomes bytes of
 * Apache Fory, in which references and handles are places in a list that the frozen value holds.
 * What is larger than the inline limit lies in the {@link org.akkaray.runtime.object.ObjectStore}
 * for as long as its {@link org.akkaray.runtime.object.StoredValue} is reachable.
 *
 * <p>Limits: 10,000 levels of nesting. Cycles may lead through plain objects, arrays and mutable
 * collections; a record or an immutable collection exists only once its content does, so a value in
 * which such a part is met before its own content refers back to it is refused.
 */
@NullMarked
package org.akkaray.runtime.object;

import org.jspecify.annotations.NullMarked;
