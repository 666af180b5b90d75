package org.akkaray.runtime.remote;

import java.time.Duration;
import java.util.List;
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
import org.akkaray.runtime.RayRuntime;
import org.akkaray.runtime.group.GroupDirectory;
import org.akkaray.runtime.task.Blocking;
import org.akkaray.runtime.wire.Bundle;
import org.akkaray.runtime.wire.GroupReply;
import org.akkaray.runtime.wire.GroupRequest;
import org.akkaray.runtime.wire.HeldGroup;
import org.jspecify.annotations.Nullable;

/**
 * The placement groups of a job whose driver is on another node, which keeps them and is asked.
 * Thread-safe.
 */
public final class DriversGroups implements GroupDirectory {
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final GroupQuestions questions;
  private final UniqueId driver;
  private final WireGroups wire;

  /**
   * @param runtime of the job on this node
   */
  public DriversGroups(ClusterRuntime cluster, UniqueId driver, RayRuntime runtime) {
    this.questions = cluster.groups().questions();
    this.driver = driver;
    this.wire = new WireGroups(runtime, false);
  }

  @Override
  public PlacementGroup create(PlacementGroupCreationOptions options) {
    HeldGroup.Builder group = HeldGroup.newBuilder().setStrategy(options.getStrategy().name());
    if (options.getName() != null) {
      group.setName(options.getName());
    }
    options
        .getBundles()
        .forEach(bundle -> group.addBundles(Bundle.newBuilder().putAllResources(bundle)));
    return wire.fromWire(ask(GroupRequest.newBuilder().setCreate(group)).getGroups(0));
  }

  @Override
  public void remove(PlacementGroupId id) {
    ask(GroupRequest.newBuilder().setRemove(Ids.bytes(id)));
  }

  @Override
  public @Nullable PlacementGroup byId(PlacementGroupId id) {
    return first(ask(GroupRequest.newBuilder().setFind(Ids.bytes(id))));
  }

  @Override
  public @Nullable PlacementGroup byName(String name, String namespace) {
    return first(ask(GroupRequest.newBuilder().setFindNamed(name).setNamespace(namespace)));
  }

  private @Nullable PlacementGroup first(GroupReply reply) {
    return reply.getGroupsCount() == 0 ? null : wire.fromWire(reply.getGroups(0));
  }

  @Override
  public List<PlacementGroup> all() {
    return ask(GroupRequest.newBuilder().setAll(true)).getGroupsList().stream()
        .map(wire::fromWire)
        .toList();
  }

  @Override
  public boolean awaitReady(PlacementGroupId id, Duration timeout) {
    try {
      PlacementGroup group =
          first(await(GroupRequest.newBuilder().setReady(Ids.bytes(id)), timeout));
      return group != null && group.getState() == PlacementGroupState.CREATED;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private GroupReply ask(GroupRequest.Builder request) {
    GroupReply reply;
    try {
      reply = await(request, ANSWER);
    } catch (TimeoutException e) {
      throw new RayException(
          "The driver's node " + driver + " did not answer within " + ANSWER + ".", e);
    }
    if (!reply.getRefused().isEmpty()) {
      throw new IllegalArgumentException(reply.getRefused());
    }
    return reply;
  }

  private GroupReply await(GroupRequest.Builder request, Duration timeout) throws TimeoutException {
    CompletableFuture<GroupReply> answer = questions.ask(driver, request);
    try (Blocking ignored = Blocking.begin()) {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw e;
    } catch (ExecutionException e) {
      throw new RayException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(false);
      Thread.currentThread().interrupt();
      throw new RayException("Interrupted while waiting for the driver's node.", e);
    }
  }
}
