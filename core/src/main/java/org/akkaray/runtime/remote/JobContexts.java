package org.akkaray.runtime.remote;

import java.util.function.Consumer;
import org.akkaray.id.JobId;
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.wire.JobDefinition;
import org.jspecify.annotations.Nullable;

/** The jobs that this node knows. Thread-safe. */
public interface JobContexts {
  /** A job that is ready here; null if it is not, or not any more. */
  @Nullable JobContext get(JobId job);

  /**
   * Calls {@code use} with the job's context: at once if the job is ready here, else when its code
   * has come, in the order of the calls; or {@code failed} with a sentence if it cannot.
   */
  void with(JobId job, Consumer<JobContext> use, Consumer<String> failed);

  /** What a node says of a job, before its first message of it. */
  void define(JobId job, JobDefinition definition);

  /** A job is over: nothing of it is taken any more. */
  void end(JobId job);

  /** The context of the runtime that a call belongs to. */
  JobContext of(RayRuntime runtime);
}
