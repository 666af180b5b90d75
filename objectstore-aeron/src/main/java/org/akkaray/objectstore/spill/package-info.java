/**
 * Objects on disk: {@link org.akkaray.objectstore.spill.SpillFiles} appends them to large files and
 * reads them back. Knows nothing of the memory that they come from.
 */
@NullMarked
package org.akkaray.objectstore.spill;

import org.jspecify.annotations.NullMarked;
