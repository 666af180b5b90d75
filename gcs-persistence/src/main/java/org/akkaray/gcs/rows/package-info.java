/** How the tables' records are written. Start at {@link org.akkaray.gcs.rows.RowSchema}. */
@NullMarked
package org.akkaray.gcs.rows;

import org.jspecify.annotations.NullMarked;
