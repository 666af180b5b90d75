/**
 * Objects: references and the cells behind them, values by value, and the store for large ones. Start at {@link
 * org.akkaray.runtime.object.ObjectRefImpl} and {@link org.akkaray.runtime.object.ValueCodec}.
 */
@NullMarked
package org.akkaray.runtime.object;

import org.jspecify.annotations.NullMarked;
