package org.akkaray.runtime.task;

import java.util.concurrent.ScheduledExecutorService;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.function.FunctionCodec;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.scheduler.LocalScheduler;
import org.jspecify.annotations.Nullable;

/**
 * What every call needs of its node.
 *
 * @param runtime the node, as the public API sees it
 * @param nodeName for messages
 * @param timer for timeouts; its tasks must be short
 * @param placement null on a node that is alone
 * @param loader of the job's code, for threads that run it; null where these have it anyway
 * @param lineage where its calls are logged
 */
public record Services(
    RayRuntime runtime,
    String nodeName,
    ValueCodec values,
    FunctionCodec functions,
    LocalScheduler scheduler,
    ScheduledExecutorService timer,
    @Nullable TaskPlacement placement,
    @Nullable ClassLoader loader,
    Lineage lineage) {}
