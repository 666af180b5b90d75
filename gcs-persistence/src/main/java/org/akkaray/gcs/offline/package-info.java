/**
 * Reads the tables straight from the database, whether or not a cluster runs. Start at {@link
 * org.akkaray.gcs.offline.StoredTables}.
 */
@NullMarked
package org.akkaray.gcs.offline;

import org.jspecify.annotations.NullMarked;
