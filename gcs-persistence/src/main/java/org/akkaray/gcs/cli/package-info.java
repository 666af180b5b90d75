/**
 * The commands that this module adds to {@code ray}: {@code list}, {@code summary}, {@code get},
 * {@code timeline} and {@code graph}. They read the control store's database.
 */
@NullMarked
package org.akkaray.gcs.cli;

import org.jspecify.annotations.NullMarked;
