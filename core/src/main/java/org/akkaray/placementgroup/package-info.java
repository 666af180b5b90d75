/**
 * Placement groups: resources of one or several nodes that are reserved together before anything
 * uses them. Start at {@link org.akkaray.PlacementGroups}, which makes them.
 */
@NullMarked
package org.akkaray.placementgroup;

import org.jspecify.annotations.NullMarked;
