package org.akkaray.gcs.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import org.akkaray.gcs.rows.wire.JobRow;
import org.akkaray.id.JobId;
import org.akkaray.runtime.gcs.JobRecord;

/** The job table. */
public final class JobSchema implements RowSchema<JobId, JobRecord> {
  @Override
  public String table() {
    return "jobs";
  }

  @Override
  public JobId key(JobRecord row) {
    return row.id();
  }

  @Override
  public ByteString writeKey(JobId key) {
    return ByteString.copyFrom(key.getBytes());
  }

  @Override
  public JobId readKey(ByteString key) {
    return JobId.fromByteBuffer(key.asReadOnlyByteBuffer());
  }

  @Override
  public ByteString write(JobRecord row) {
    return JobRow.newBuilder()
        .setNamespace(row.namespace())
        .setDriver(Ids.write(row.driver()))
        .setStarted(row.startedMicros())
        .setEnded(row.endedMicros())
        .build()
        .toByteString();
  }

  @Override
  public JobRecord read(JobId key, ByteString value) throws InvalidProtocolBufferException {
    JobRow row = JobRow.parseFrom(value);
    return new JobRecord(
        key, row.getNamespace(), Ids.readUnique(row.getDriver()), row.getStarted(), row.getEnded());
  }

  @Override
  public Map<String, String> fields(JobRecord row) {
    return row.fields();
  }
}
