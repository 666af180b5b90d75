package org.akkaray.runtime.group;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.akkaray.exception.RayException;
import org.akkaray.id.PlacementGroupId;
import org.akkaray.id.UniqueId;
import org.akkaray.options.PlacementGroupCreationOptions;
import org.akkaray.placementgroup.PlacementGroup;
import org.akkaray.placementgroup.PlacementGroupState;
import org.akkaray.placementgroup.PlacementStrategy;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.task.Blocking;
import org.jspecify.annotations.Nullable;

/**
 * A group on the node that keeps it; the same object for all who refer to it there. All but {@code
 * state} and {@code ready} is guarded by the monitor of its {@link PlacementGroupTable}.
 */
public final class LivePlacementGroup implements PlacementGroup {
  private final PlacementGroupId id;
  private final PlacementGroupCreationOptions options;
  final List<ResourceSet> bundles;

  /** What is committed, by node. */
  final Map<UniqueId, List<BundleReservation>> held = new HashMap<>();

  @Nullable ReservationRound round;
  int rounds;
  boolean warned;
  volatile PlacementGroupState state = PlacementGroupState.PENDING;

  /** True once all is reserved, false when it was removed; another one when a part was lost. */
  volatile CompletableFuture<Boolean> ready = new CompletableFuture<>();

  LivePlacementGroup(PlacementGroupId id, PlacementGroupCreationOptions options) {
    this.id = id;
    this.options = options;
    this.bundles = options.getBundles().stream().map(ResourceSet::of).toList();
  }

  /** Which bundles are committed, and where. */
  Map<Integer, UniqueId> placed() {
    Map<Integer, UniqueId> placed = new HashMap<>();
    held.forEach((node, reservations) ->
        reservations.forEach(
            one -> one.bundles().keySet().forEach(index -> placed.put(index, node))));
    return placed;
  }

  /** Called when it is ready, or removed. */
  public void whenReady(Runnable then) {
    ready.whenComplete((done, failure) -> then.run());
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
    CompletableFuture<Boolean> now = ready;
    if (now.isDone()) {
      return now.join();
    }
    try (Blocking ignored = Blocking.begin()) {
      return now.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RayException("Interrupted while waiting for placement group " + id + ".", e);
    }
  }

  @Override
  public String toString() {
    return "PlacementGroup(" + (getName() == null ? id : getName()) + ")";
  }
}
