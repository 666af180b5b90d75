/**
 * What can be asked of a call, of an actor and of a placement group: immutable values behind
 * builders, which refuse what makes no sense. Users meet them as the {@code set...} methods of
 * {@link org.akkaray.call}. Start at {@link org.akkaray.options.CallOptions}.
 */
@NullMarked
package org.akkaray.options;

import org.jspecify.annotations.NullMarked;
