package org.akkaray.runtime.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.akkaray.exception.RayException;
import org.akkaray.id.PlacementGroupId;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.placementgroup.PlacementGroupState;
import org.akkaray.placementgroup.PlacementStrategy;
import org.akkaray.runtime.scheduler.ResourceLedger;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.task.Demands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The placement groups of one node. A group takes all its bundles' resources at once, and adds them
 * to the ledger again under names of its own, from which only its own calls draw. On one node every
 * strategy comes to the same, but for {@code STRICT_SPREAD} with more than one bundle, which stays
 * pending. Guarded by its monitor.
 */
final class PlacementGroupTable {
  private static final Logger log = LoggerFactory.getLogger(PlacementGroupTable.class);

  private final ResourceLedger ledger;
  private final String namespace;
  private final Map<PlacementGroupId, LocalPlacementGroup> groups = new LinkedHashMap<>();

  PlacementGroupTable(ResourceLedger ledger, String namespace) {
    this.ledger = ledger;
    this.namespace = namespace;
  }

  PlacementGroup create(PlacementGroupCreationOptions options) {
    LocalPlacementGroup group = new LocalPlacementGroup(options, this::reserved);
    synchronized (this) {
      if (options.getName() != null && byName(options.getName(), namespace) != null) {
        throw new IllegalArgumentException(
            "There is a placement group named \"" + options.getName() + "\" already.");
      }
      groups.put(group.getId(), group);
    }
    ResourceSet wanted = group.total();
    if (options.getStrategy() == PlacementStrategy.STRICT_SPREAD
        && options.getBundles().size() > 1) {
      log.warn(
          "Placement group {} wants its {} bundles on different nodes, but there is one node: it stays pending.",
          group.getId(),
          options.getBundles().size());
    } else {
      if (!ledger.isFeasible(wanted)) {
        log.warn(
            "Placement group {} asks for {}, but this node has {} in all: it stays pending.",
            group.getId(),
            wanted,
            ledger.total());
      }
      ledger.acquire(wanted, group.granted);
    }
    return group;
  }

  private void reserved(LocalPlacementGroup group) {
    synchronized (this) {
      if (group.state != PlacementGroupState.REMOVED) {
        group.state = PlacementGroupState.CREATED;
        ledger.grow(Demands.reserved(group));
        group.created.countDown();
        return;
      }
    }
    ledger.release(group.total());
  }

  void remove(PlacementGroupId id) {
    LocalPlacementGroup group;
    boolean held;
    synchronized (this) {
      group = groups.get(id);
      if (group == null || group.state == PlacementGroupState.REMOVED) {
        return;
      }
      held = group.state == PlacementGroupState.CREATED;
      group.state = PlacementGroupState.REMOVED;
      groups.remove(id);
    }
    if (!held) {
      ledger.withdraw(group.granted);
    } else {
      ledger.shrink(Demands.reserved(group));
      ledger.release(group.total());
    }
  }

  synchronized @Nullable PlacementGroup byId(PlacementGroupId id) {
    return groups.get(id);
  }

  synchronized @Nullable PlacementGroup byName(String name, String inNamespace) {
    if (!inNamespace.equals(namespace)) {
      return null;
    }
    return groups.values().stream().filter(g -> name.equals(g.getName())).findFirst().orElse(null);
  }

  synchronized List<PlacementGroup> all() {
    return List.copyOf(groups.values());
  }

  boolean awaitReady(PlacementGroupId id, Duration timeout) {
    LocalPlacementGroup group;
    synchronized (this) {
      group = groups.get(id);
    }
    return group != null && group.wait(timeout);
  }

  /** One group; the same object for all who refer to it on this node. */
  static final class LocalPlacementGroup implements PlacementGroup {
    private final PlacementGroupId id = PlacementGroupId.fromRandom();
    private final PlacementGroupCreationOptions options;
    private final CountDownLatch created = new CountDownLatch(1);
    private final Runnable granted;
    private volatile PlacementGroupState state = PlacementGroupState.PENDING;

    private LocalPlacementGroup(
        PlacementGroupCreationOptions options, Consumer<LocalPlacementGroup> reserved) {
      this.options = options;
      this.granted = () -> reserved.accept(this);
    }

    private ResourceSet total() {
      Map<String, Double> sum = new HashMap<>();
      options
          .getBundles()
          .forEach(b -> b.forEach((name, amount) -> sum.merge(name, amount, Double::sum)));
      return ResourceSet.of(sum);
    }

    @Override
    public PlacementGroupId getId() {
      return id;
    }

    @Override
    public @Nullable String getName() {
      return options.getName();
    }

    @Override
    public List<Map<String, Double>> getBundles() {
      return options.getBundles();
    }

    @Override
    public PlacementStrategy getStrategy() {
      return options.getStrategy();
    }

    @Override
    public PlacementGroupState getState() {
      return state;
    }

    @Override
    public boolean wait(Duration timeout) {
      try {
        return created.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RayException("Interrupted while waiting for placement group " + id + ".", e);
      }
    }
  }
}
