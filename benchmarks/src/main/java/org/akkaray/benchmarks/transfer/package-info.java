/**
 * Objects between two JVMs, beside a plain TCP socket in the same run. Start at {@link
 * org.akkaray.benchmarks.transfer.TransferRows}.
 */
@NullMarked
package org.akkaray.benchmarks.transfer;

import org.jspecify.annotations.NullMarked;
