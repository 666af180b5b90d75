/** The commands that this module adds to {@code ray}: {@code ray memory}. */
@NullMarked
package org.akkaray.objectstore.cli;

import org.jspecify.annotations.NullMarked;
