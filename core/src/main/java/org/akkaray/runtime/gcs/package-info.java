/**
 * The control store: what the cluster knows of its nodes, jobs, actors and placement groups. Here
 * is the port and an adapter that keeps everything in memory. Start at {@link
 * org.akkaray.runtime.gcs.ControlStore}.
 */
@NullMarked
package org.akkaray.runtime.gcs;

import org.jspecify.annotations.NullMarked;
