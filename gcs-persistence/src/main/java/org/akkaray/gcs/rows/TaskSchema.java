package org.akkaray.gcs.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Map;
import org.akkaray.gcs.rows.wire.TaskRow;
import org.akkaray.id.ActorId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.runtime.gcs.TaskRecord;

/** The task table: what a call is, and its times as differences, in some 100 bytes. */
public final class TaskSchema implements RowSchema<TaskId, TaskRecord> {
  private static final TaskRecord.Kind[] KINDS = TaskRecord.Kind.values();
  private static final TaskRecord.State[] STATES = TaskRecord.State.values();

  @Override
  public String table() {
    return "tasks";
  }

  @Override
  public TaskId key(TaskRecord row) {
    return row.id();
  }

  @Override
  public ByteString writeKey(TaskId key) {
    return UnsafeByteOperations.unsafeWrap(key.getBytes());
  }

  @Override
  public TaskId readKey(ByteString key) {
    return TaskId.fromByteBuffer(key.asReadOnlyByteBuffer());
  }

  @Override
  public ByteString write(TaskRecord row) {
    return TaskRow.newBuilder()
        .setParent(Ids.write(row.parent()))
        .setKind(row.kind().ordinal())
        .setName(row.name())
        .setFunction(row.function().equals(row.name()) ? "" : row.function())
        .setArguments(Ids.writeAll(row.arguments()))
        .setActor(Ids.write(row.actor()))
        .setPrevious(Ids.write(row.previous()))
        .setSpec(UnsafeByteOperations.unsafeWrap(row.spec()))
        .setAttempt(row.attempt())
        .setNode(Ids.write(row.node()))
        .setState(row.state().ordinal())
        .setReason(row.reason())
        .setSubmitted(row.submittedMicros())
        .setStarted(since(row, row.startedMicros()))
        .setEnded(since(row, row.endedMicros()))
        .build()
        .toByteString();
  }

  private static long since(TaskRecord row, long micros) {
    return micros == 0 ? 0 : micros - row.submittedMicros() + 1;
  }

  @Override
  public TaskRecord read(TaskId key, ByteString value) throws InvalidProtocolBufferException {
    TaskRow row = TaskRow.parseFrom(value);
    TaskId parent = Ids.read(row.getParent(), TaskId::fromByteBuffer);
    return new TaskRecord(
        key,
        parent == null ? TaskId.NIL : parent,
        KINDS[row.getKind()],
        row.getName(),
        row.getFunction().isEmpty() ? row.getName() : row.getFunction(),
        Ids.readAll(row.getArguments(), ObjectId::fromByteBuffer),
        Ids.read(row.getActor(), ActorId::fromByteBuffer),
        Ids.read(row.getPrevious(), TaskId::fromByteBuffer),
        row.getSpec().toByteArray(),
        row.getAttempt(),
        Ids.readUnique(row.getNode()),
        STATES[row.getState()],
        row.getReason(),
        row.getSubmitted(),
        at(row, row.getStarted()),
        at(row, row.getEnded()));
  }

  private static long at(TaskRow row, long since) {
    return since == 0 ? 0 : row.getSubmitted() + since - 1;
  }

  @Override
  public Map<String, String> fields(TaskRecord row) {
    return row.fields();
  }
}
