/**
 * What running code can ask about itself, the nodes and the actors. Start at {@link
 * org.akkaray.runtimecontext.RuntimeContext}.
 */
@NullMarked
package org.akkaray.runtimecontext;

import org.jspecify.annotations.NullMarked;
