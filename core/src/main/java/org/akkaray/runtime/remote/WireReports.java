package org.akkaray.runtime.remote;

import java.util.HashMap;
import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.NodeLoad;
import org.akkaray.runtime.wire.Demand;
import org.akkaray.runtime.wire.NodeReport;
import org.akkaray.runtime.wire.Received;

/** Heartbeats as they are sent. */
final class WireReports {
  private WireReports() {}

  static NodeReport toWire(NodeLoad load, Map<ResourceSet, Long> pending) {
    NodeReport.Builder wire =
        NodeReport.newBuilder()
            .setNode(Ids.toWire(load.node()))
            .setIncarnation(load.incarnation())
            .setSequence(load.sequence())
            .setDraining(load.draining())
            .putAllTotal(load.total().toMap())
            .putAllFree(load.free().toMap())
            .putAllReserved(load.reserved().toMap())
            .putAllLabels(load.labels())
            .setActors(load.actors())
            .setMeanTaskNanos(load.meanTaskNanos())
            .setMeanBandwidth(load.meanBandwidth());
    load.queued().forEach((demand, count) -> wire.addQueued(toWire(demand, count)));
    pending.forEach((demand, count) -> wire.addPending(toWire(demand, count)));
    load.received()
        .forEach((scheduler, count) ->
            wire.addReceived(
                Received.newBuilder().setScheduler(Ids.toWire(scheduler)).setCount(count)));
    return wire.build();
  }

  private static Demand toWire(ResourceSet demand, long count) {
    return Demand.newBuilder().putAllResources(demand.toMap()).setCount(count).build();
  }

  static NodeLoad fromWire(NodeReport wire) {
    Map<ResourceSet, Long> queued = demands(wire.getQueuedList());
    Map<UniqueId, Long> received = new HashMap<>();
    wire.getReceivedList()
        .forEach(count -> received.put(Ids.node(count.getScheduler()), count.getCount()));
    return NodeLoad.builder(Ids.node(wire.getNode()), ResourceSet.of(wire.getTotalMap()))
        .version(wire.getIncarnation(), wire.getSequence())
        .draining(wire.getDraining())
        .free(ResourceSet.of(wire.getFreeMap()))
        .reserved(ResourceSet.of(wire.getReservedMap()))
        .labels(wire.getLabelsMap())
        .queued(queued)
        .actors(wire.getActors())
        .meanTaskNanos(wire.getMeanTaskNanos())
        .meanBandwidth(wire.getMeanBandwidth())
        .received(received)
        .build();
  }

  static Map<ResourceSet, Long> demands(Iterable<Demand> wire) {
    Map<ResourceSet, Long> demands = new HashMap<>();
    wire.forEach(demand ->
        demands.merge(ResourceSet.of(demand.getResourcesMap()), demand.getCount(), Long::sum));
    return demands;
  }
}
