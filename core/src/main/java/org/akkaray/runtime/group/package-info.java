/**
 * Placement groups: the job's groups and how far they are, and what a node has reserved for them.
 * Start at {@link org.akkaray.runtime.group.PlacementGroupTable}.
 */
@NullMarked
package org.akkaray.runtime.group;

import org.jspecify.annotations.NullMarked;
