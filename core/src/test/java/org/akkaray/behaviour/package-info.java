/** What a user may rely on, sentence by sentence, through the public API against a real node. */
@NullUnmarked
package org.akkaray.behaviour;

import org.jspecify.annotations.NullUnmarked;
