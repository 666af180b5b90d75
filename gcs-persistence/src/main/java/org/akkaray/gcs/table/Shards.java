package org.akkaray.gcs.table;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.ShardingMessageExtractor;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.akkaray.gcs.rows.RowSchema;
import org.akkaray.gcs.shard.EventReader;
import org.akkaray.gcs.shard.ShardCommand;
import org.akkaray.gcs.shard.ShardReply;
import org.akkaray.gcs.shard.TableShard;
import org.akkaray.runtime.cluster.NodeRole;
import org.akkaray.runtime.gcs.ControlStoreException;
import org.jspecify.annotations.Nullable;

/** The shards of all tables as entities of the cluster, and how to ask them. Thread-safe. */
final class Shards {
  private static final EntityTypeKey<ShardCommand> TYPE =
      EntityTypeKey.create(ShardCommand.class, "ray-gcs");

  /** How long one attempt may take: longer than a fail-over of the database's holder. */
  private static final Duration ATTEMPT = Duration.ofSeconds(6);

  private static final Duration AGAIN = Duration.ofMillis(100);

  private final ClusterSharding sharding;
  private final GcsSettings settings;
  private final Executor executor;

  private Shards(ClusterSharding sharding, GcsSettings settings, Executor executor) {
    this.sharding = sharding;
    this.settings = settings;
    this.executor = executor;
  }

  /** Lets this node host shards. */
  static Shards host(
      ActorSystem<?> system,
      GcsSettings settings,
      EventReader reader,
      Stream<RowSchema<?, ?>> schemas) {
    Map<String, RowSchema<?, ?>> byTable =
        schemas.collect(Collectors.toUnmodifiableMap(RowSchema::table, schema -> schema));
    return init(
        system,
        settings,
        name -> {
          RowSchema<?, ?> schema = byTable.get(name.substring(0, name.lastIndexOf('-')));
          return TableShard.create(
              new TableShard.Settings(
                  name,
                  reader,
                  settings.snapshotEvery(),
                  settings.deadRows(),
                  query -> new RowTest<>(schema, query)));
        });
  }

  /** Lets a node that is no host reach shards on those that are. */
  static Shards use(ActorSystem<?> system, GcsSettings settings) {
    return init(
        system,
        settings,
        name -> {
          throw new IllegalStateException("Shard " + name + " is not hosted by drivers.");
        });
  }

  /** Hosts are those with the role of nodes that run what others submit; others get a proxy. */
  private static Shards init(
      ActorSystem<?> system, GcsSettings settings, Function<String, Behavior<ShardCommand>> shard) {
    ClusterSharding sharding = ClusterSharding.get(system);
    Entity<ShardCommand, ShardingEnvelope<ShardCommand>> entity =
        Entity.of(TYPE, context -> shard.apply(context.getEntityId()))
            .withMessageExtractor(new ByNumber())
            .withRole(NodeRole.NODE.akkaName());
    sharding.init(entity);
    return new Shards(sharding, settings, system.executionContext());
  }

  int count() {
    return settings.database().shards();
  }

  /** Where what hangs on answers runs: never on the JVM's common pool. */
  Executor executor() {
    return executor;
  }

  EntityRef<ShardCommand> ref(String table, int shard) {
    return sharding.entityRefFor(TYPE, table + "-" + shard);
  }

  /** Asks a shard, again and again until it answers or the time is over. */
  <T> CompletionStage<T> ask(String table, int shard, Function<ActorRef<T>, ShardCommand> command) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    attempt(table, shard, command, answer, System.nanoTime() + settings.timeout().toNanos());
    return answer;
  }

  private <T> void attempt(
      String table,
      int shard,
      Function<ActorRef<T>, ShardCommand> command,
      CompletableFuture<T> answer,
      long deadline) {
    long left = deadline - System.nanoTime();
    Duration wait = Duration.ofNanos(Math.max(1_000_000, Math.min(left, ATTEMPT.toNanos())));
    ref(table, shard)
        .<T>ask(command::apply, wait)
        .whenCompleteAsync(
            (result, failure) -> {
              Throwable problem = failure != null ? rootOf(failure) : problemOf(result);
              if (problem == null) {
                answer.complete(result);
              } else if (System.nanoTime() - deadline >= 0) {
                answer.completeExceptionally(gaveUp(table, shard, problem));
              } else {
                CompletableFuture.delayedExecutor(AGAIN.toMillis(), TimeUnit.MILLISECONDS, executor)
                    .execute(() -> attempt(table, shard, command, answer, deadline));
              }
            },
            executor);
  }

  private static Throwable rootOf(Throwable failure) {
    return failure instanceof CompletionException e && e.getCause() != null
        ? e.getCause()
        : failure;
  }

  /** What a shard said that could not read: the database may be back a moment later. */
  private static @Nullable Throwable problemOf(Object reply) {
    return reply instanceof ShardReply.Rows rows && !rows.failure().isEmpty()
        ? new ControlStoreException(rows.failure())
        : null;
  }

  private ControlStoreException gaveUp(String table, int shard, Throwable problem) {
    return new ControlStoreException(
        "The control store (table %s, shard %d) did not answer within %s: %s. Is its database %s reachable?"
            .formatted(table, shard, settings.timeout(), problem.getMessage(), settings.database()),
        problem);
  }

  /** Shards of the same number of all tables live together, so Akka has few to place. */
  private static final class ByNumber
      extends ShardingMessageExtractor<ShardingEnvelope<ShardCommand>, ShardCommand> {
    @Override
    public String entityId(ShardingEnvelope<ShardCommand> envelope) {
      return envelope.entityId();
    }

    @Override
    public String shardId(String entityId) {
      return entityId.substring(entityId.lastIndexOf('-') + 1);
    }

    @Override
    public ShardCommand unwrapMessage(ShardingEnvelope<ShardCommand> envelope) {
      return envelope.message();
    }
  }
}
