/**
 * Who may run when: resource amounts, the node's ledger of them, and the local scheduler that hands
 * queued work to workers. Knows nothing of tasks, actors or Akka. Start at {@link
 * org.akkaray.runtime.scheduler.LocalScheduler}.
 */
@NullMarked
package org.akkaray.runtime.scheduler;

import org.jspecify.annotations.NullMarked;
