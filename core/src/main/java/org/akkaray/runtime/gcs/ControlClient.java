package org.akkaray.runtime.gcs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.wire.ActorList;
import org.akkaray.runtime.wire.ActorRow;
import org.akkaray.runtime.wire.Control;
import org.akkaray.runtime.wire.NodeKey;

/**
 * A node's end of the cluster's control state: asks and tells its keeper, wherever that is, and
 * hears its news. Questions are asked again until they are answered. Thread-safe.
 */
public final class ControlClient {
  private static final long PATIENCE_SECONDS = 30;
  private static final long PING_MILLIS = 200;
  private static final int PINGS_PER_RETRY = 10;

  private final NodeKey self;
  private final ActorRef<ControlKeeper.Command> keeper;
  private final String replyTo;
  private final Supplier<List<ActorRow>> announcement;
  private final Consumer<ActorRow> news;
  private final Map<Long, Question> open = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private int pings;

  private record Question(Control body, CompletableFuture<Control> answer) {}

  /**
   * @param archive what is to survive the keeper; empty if nothing is
   * @param leaving whether this node is about to leave
   * @param announcement all that this node knows of actors, for a keeper that knows nothing
   * @param news gets what all nodes are told, on a thread that must not be kept waiting
   */
  public ControlClient(
      ActorSystem<?> system,
      UniqueId self,
      ActorRestarter restarter,
      CompletionStage<Optional<ControlArchive>> archive,
      BooleanSupplier leaving,
      Supplier<List<ActorRow>> announcement,
      Consumer<ActorRow> news,
      ScheduledExecutorService timer) {
    this.self = NodeKey.newBuilder().setHigh(self.high()).setLow(self.low()).build();
    this.announcement = announcement;
    this.news = news;
    this.keeper =
        ClusterSingleton.get(system)
            .init(
                SingletonActor.of(
                        ControlKeeper.create(restarter, archive, leaving), ControlKeeper.NAME)
                    .withSettings(ClusterSingletonSettings.create(system).withRole("node")));
    ActorRef<ControlEnvelope> ear =
        system.systemActorOf(listen(), "ray-control-client", Props.empty());
    this.replyTo = ActorRefResolver.get(system).toSerializationFormat(ear);
    timer.scheduleWithFixedDelay(this::ping, 0, PING_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Behavior<ControlEnvelope> listen() {
    return Behaviors.receiveMessage(envelope -> {
      Control body = envelope.body();
      switch (body.getKindCase()) {
        case NEWS -> body.getNews().getRowsList().forEach(news);
        case PONG -> {
          if (!body.getPong()) {
            announce();
          }
        }
        default -> {
          Question question = open.remove(body.getRequest());
          if (question != null) {
            question.answer.complete(body);
          }
        }
      }
      return Behaviors.same();
    });
  }

  private void ping() {
    tell(Control.newBuilder().setPing(true));
    if (++pings % PINGS_PER_RETRY == 0) {
      open.values().forEach(question -> keeper.tell(new ControlEnvelope(question.body)));
    }
  }

  private void announce() {
    tell(Control.newBuilder().setAnnounce(ActorList.newBuilder().addAllRows(announcement.get())));
  }

  /** Tells the keeper something. */
  public void tell(Control.Builder message) {
    keeper.tell(new ControlEnvelope(message.setNode(self).setReplyTo(replyTo).build()));
  }

  /** Asks the keeper something. */
  public CompletableFuture<Control> ask(Control.Builder question) {
    long request = requests.incrementAndGet();
    Control body = question.setNode(self).setReplyTo(replyTo).setRequest(request).build();
    CompletableFuture<Control> answer = new CompletableFuture<>();
    open.put(request, new Question(body, answer));
    keeper.tell(new ControlEnvelope(body));
    return answer;
  }

  /**
   * As {@link #ask}; waits for the answer.
   *
   * @throws IllegalStateException if there is none in time, or the thread is interrupted
   */
  public Control await(Control.Builder question) {
    CompletableFuture<Control> answer = ask(question);
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking for the cluster's state.", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "The cluster did not say within "
              + PATIENCE_SECONDS
              + " s what it knows of its actors; is it still joining, or split?",
          e);
    } finally {
      open.values().removeIf(question0 -> question0.answer == answer);
    }
  }
}
