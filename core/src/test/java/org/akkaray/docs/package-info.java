/** What the documents say is tried here. */
@NullMarked
package org.akkaray.docs;

import org.jspecify.annotations.NullMarked;
