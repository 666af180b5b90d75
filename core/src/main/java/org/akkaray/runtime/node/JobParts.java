package org.akkaray.runtime.node;

import org.akkaray.id.JobId;
import org.akkaray.runtime.actor.ActorSubmitter;
import org.akkaray.runtime.group.GroupDirectory;
import org.akkaray.runtime.task.CallSubmitter;
import org.akkaray.runtime.task.ObjectReader;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtimeenv.RuntimeEnv;

/** What one job on one node is made of. */
record JobParts(
    NodeParts node,
    Services services,
    CallSubmitter calls,
    ObjectReader reader,
    ActorSubmitter actors,
    JobId job,
    String namespace,
    RuntimeEnv runtimeEnv,
    GroupDirectory groups) {}
