/**
 * The database under the control store: its settings, its schema, its state of health, and the
 * reads and deletions that Akka Persistence has no words for. Start at {@link
 * org.akkaray.gcs.database.StoreDatabase}.
 */
@NullMarked
package org.akkaray.gcs.database;

import org.jspecify.annotations.NullMarked;
