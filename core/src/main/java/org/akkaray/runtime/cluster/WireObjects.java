package org.akkaray.runtime.cluster;

import java.util.ArrayList;
import java.util.List;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.object.StoreReport;
import org.akkaray.runtime.object.StoredObject;
import org.akkaray.runtime.wire.ObjectKey;
import org.akkaray.runtime.wire.ObjectMessage;
import org.akkaray.runtime.wire.ObjectsMessage;

/** Writes what lies in a store as a message; ages instead of times, since clocks differ. */
final class WireObjects {
  /** Artery takes frames of 256 KiB. */
  private static final int MOST_BYTES = 200_000;

  private static final StoredObject.State[] STATES = StoredObject.State.values();

  private WireObjects() {}

  static ObjectsMessage write(StoreReport report) {
    ObjectsMessage.Builder message =
        ObjectsMessage.newBuilder()
            .setPid(report.pid())
            .setCapacity(report.capacity())
            .setObjects(report.objects())
            .setBytesInMemory(report.bytesInMemory())
            .setBytesOnDisk(report.bytesOnDisk());
    long now = System.currentTimeMillis();
    int bytes = 0;
    for (StoreReport.Held held : report.largest()) {
      ObjectMessage object = write(held, now);
      bytes += object.getSerializedSize() + 4;
      if (bytes > MOST_BYTES) {
        break;
      }
      message.addLargest(object);
    }
    return message.build();
  }

  private static ObjectMessage write(StoreReport.Held held, long now) {
    StoredObject object = held.object();
    ObjectId id = object.id();
    return ObjectMessage.newBuilder()
        .setObject(
            ObjectKey.newBuilder().setTaskHigh(id.high()).setTaskLow(id.low()).setIndex(id.index()))
        .setSize(object.size())
        .setState(object.state().ordinal())
        .setPins(object.pins())
        .setCopy(object.isCopy())
        .setOnDisk(held.onDisk())
        .setAgeMillis(now - object.createdMillis())
        .setForm(object.form())
        .addAllPinnedBy(held.pinnedBy())
        .setCreatedAt(held.createdAt())
        .build();
  }

  static StoreReport read(ObjectsMessage message) {
    long now = System.currentTimeMillis();
    List<StoreReport.Held> largest = new ArrayList<>();
    for (ObjectMessage object : message.getLargestList()) {
      ObjectKey key = object.getObject();
      largest.add(
          new StoreReport.Held(
              new StoredObject(
                  ObjectId.of(key.getTaskHigh(), key.getTaskLow(), key.getIndex()),
                  object.getSize(),
                  STATES[Math.clamp(object.getState(), 0, STATES.length - 1)],
                  object.getPins(),
                  object.getCopy(),
                  now - object.getAgeMillis(),
                  object.getForm()),
              object.getOnDisk(),
              object.getPinnedByList(),
              object.getCreatedAt()));
    }
    return new StoreReport(
        message.getPid(),
        message.getCapacity(),
        message.getObjects(),
        message.getBytesInMemory(),
        message.getBytesOnDisk(),
        largest);
  }
}
