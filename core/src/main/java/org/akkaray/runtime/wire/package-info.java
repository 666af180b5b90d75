/**
 * What nodes say to each other: classes generated from {@code wire.proto}. Unknown fields are
 * skipped, so that nodes of neighbouring versions understand each other. Start at {@code Frame}.
 */
@NullMarked
package org.akkaray.runtime.wire;

import org.jspecify.annotations.NullMarked;
