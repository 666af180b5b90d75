package org.akkaray.runtime.remote;

import java.util.ArrayList;
import java.util.List;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.task.Invocation;
import org.akkaray.runtime.wire.CallResult;
import org.akkaray.runtime.wire.Value;

/** Ends a call of this node with what another one says came of it. */
final class ResultPublisher {
  private ResultPublisher() {}

  static void publish(Invocation call, JobContext job, UniqueId from, CallResult result) {
    if (result.hasFailure()) {
      call.fail(job.values().failure(result.getFailure(), from));
    } else {
      List<Object> values = new ArrayList<>(result.getValuesCount());
      for (Value value : result.getValuesList()) {
        values.add(job.values().value(value, from, true));
      }
      call.returns().succeedFrozen(values);
    }
    call.ranElsewhere(result.getBeganMicros(), result.getTookMicros());
    call.endAway();
  }
}
