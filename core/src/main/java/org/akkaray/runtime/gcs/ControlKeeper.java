package org.akkaray.runtime.gcs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.akkaray.runtime.wire.ActorList;
import org.akkaray.runtime.wire.ActorRow;
import org.akkaray.runtime.wire.Control;
import org.akkaray.runtime.wire.NodeKey;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the control state of the cluster's actors in memory, as a Cluster Singleton, and writes it
 * to the control store's tables, if the cluster has one. Should its node die, its successor is
 * filled by what the tables hold and all nodes announce, and answers nothing that depends on what
 * it has not been told before all have, or {@link #PATIENCE} is over. The first keeper of a cluster
 * that was stopped and started again creates its detached actors anew.
 */
final class ControlKeeper {
  static final String NAME = "ray-control";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration TICK = Duration.ofMillis(100);

  /** What the keeper is told. */
  sealed interface Command permits ControlEnvelope, Tick, Loaded, Refused, NumberTaken {}

  record Tick() implements Command {}

  /** What the tables hold. */
  record Loaded(Optional<ControlArchive> archive, ControlArchive.Content content)
      implements Command {}

  /** The tables could not be read. */
  record Refused(Throwable reason) implements Command {}

  /** A job's number for who asked; 0 if none could be taken, so that it must be asked again. */
  record NumberTaken(Control question, int job) implements Command {}

  private final ActorContext<Command> context;
  private final ActorRestarter restarter;
  private final CompletionStage<Optional<ControlArchive>> archived;
  private final BooleanSupplier leaving;
  private Optional<ControlArchive> archive = Optional.empty();
  private boolean loaded;
  private final ActorRows rows = new ActorRows();
  private final Map<NodeKey, ActorRef<ControlEnvelope>> nodes = new HashMap<>();
  private final List<Control> deferred = new ArrayList<>();
  private final long since = System.nanoTime();
  private boolean filled;

  /**
   * Whether it is known which nodes died before this keeper began, of which nobody will tell it.
   */
  private boolean complete;

  private int jobs;

  /** Who waits for a job's number, and may ask again meanwhile. */
  private final Set<Control> numbering = new HashSet<>();

  private ControlKeeper(
      ActorContext<Command> context,
      ActorRestarter restarter,
      CompletionStage<Optional<ControlArchive>> archived,
      BooleanSupplier leaving) {
    this.context = context;
    this.restarter = restarter;
    this.archived = archived;
    this.leaving = leaving;
  }

  static Behavior<Command> create(
      ActorRestarter restarter,
      CompletionStage<Optional<ControlArchive>> archived,
      BooleanSupplier leaving) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          ControlKeeper keeper = new ControlKeeper(context, restarter, archived, leaving);
          keeper.load();
          timers.startTimerWithFixedDelay(new Tick(), TICK);
          return Behaviors.receiveMessage(keeper::onMessage);
        }));
  }

  private void load() {
    context.pipeToSelf(
        archived.thenCompose(opened ->
            opened.isEmpty()
                ? CompletableFuture.completedStage(new Loaded(opened, ControlArchive.NOTHING))
                : opened.get().load().thenApply(content -> new Loaded(opened, content))),
        (found, failure) -> found != null ? found : new Refused(failure));
  }

  private Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Tick ignored -> onTick();
      case Loaded(Optional<ControlArchive> opened, ControlArchive.Content content) ->
          onLoaded(opened, content);
      case Refused(Throwable reason) -> {
        context.getLog().warn("The control store cannot be read, and is tried again: {}", reason);
        load();
      }
      case NumberTaken(Control question, int job) -> {
        numbering.remove(question);
        if (job != 0) {
          answer(question, Control.newBuilder().setJob(job));
        }
      }
      case ControlEnvelope(Control body) -> onControl(body);
    }
    publish();
    save();
    return Behaviors.same();
  }

  private void onLoaded(Optional<ControlArchive> opened, ControlArchive.Content content) {
    archive = opened;
    loaded = true;
    content.actors().forEach(content.isOfEarlierLife() ? rows::revive : rows::restore);
    archive.ifPresent(open -> nodes.keySet().forEach(open::nodeUp));
    onTick();
  }

  private void save() {
    archive.ifPresent(open ->
        rows.takeChanged()
            .forEach((actor, row) -> {
              if (row == null) {
                open.forget(actor);
              } else {
                open.save(row);
              }
            }));
  }

  private void onTick() {
    if (!loaded) {
      return;
    }
    boolean all = !complete && all();
    if (all) {
      complete = true;
      rows.onlyTheseLive(nodes.keySet());
    }
    if (!filled && (all || System.nanoTime() - since > PATIENCE.toNanos())) {
      filled = true;
      deferred.forEach(this::onControl);
      deferred.clear();
    }
    if (filled) {
      for (ActorRow row : rows.homeless()) {
        NodeKey node = restarter.restart(row.getCreation());
        if (node != null) {
          rows.placed(row, node);
        }
      }
    }
  }

  private boolean all() {
    return StreamSupport.stream(
                Cluster.get(context.getSystem()).state().getMembers().spliterator(), false)
            .filter(member -> member.status() == MemberStatus.up())
            .count()
        <= nodes.size();
  }

  private void onControl(Control body) {
    switch (body.getKindCase()) {
      case PING -> answer(body, Control.newBuilder().setPong(nodes.containsKey(body.getNode())));
      case ANNOUNCE -> {
        nodes.put(body.getNode(), resolve(body));
        archive.ifPresent(open -> open.nodeUp(body.getNode()));
        body.getAnnounce().getRowsList().forEach(rows::update);
      }
      case UPDATE -> rows.update(body.getUpdate());
      case NODE_GONE -> {
        if (nodes.remove(body.getNodeGone()) != null) {
          archive.ifPresent(open -> open.nodeGone(body.getNodeGone()));
        }
        // When all leave, their actors are not lost: the next life of the cluster has them.
        if (archive.isEmpty() || !leaving.getAsBoolean()) {
          rows.nodeGone(body.getNodeGone());
        }
      }
      default -> {
        if (filled) {
          onQuestion(body);
        } else {
          deferred.add(body);
        }
      }
    }
  }

  private void onQuestion(Control body) {
    switch (body.getKindCase()) {
      case ADD -> answer(body, rows.add(body.getAdd()));
      case NAMED -> answer(body, rows.named(body.getNamed()));
      case LIST -> answer(body, ActorList.newBuilder().addAllRows(rows.all()));
      case LOCATE -> answer(body, rows.find(body.getLocate()));
      case NEXT_JOB -> onNextJob(body);
      default -> context.getLog().debug("A question that this version does not know.");
    }
  }

  private void onNextJob(Control question) {
    if (archive.isEmpty()) {
      answer(question, Control.newBuilder().setJob(++jobs));
      return;
    }
    if (numbering.add(question)) {
      context.pipeToSelf(
          archive.get().nextJob(),
          (job, failure) -> new NumberTaken(question, job == null ? 0 : job));
    }
  }

  private void answer(Control question, @Nullable ActorRow row) {
    ActorList.Builder list = ActorList.newBuilder();
    if (row != null) {
      list.addRows(row);
    }
    answer(question, list);
  }

  private void answer(Control question, ActorList.Builder list) {
    answer(question, Control.newBuilder().setAnswer(list));
  }

  private void answer(Control question, Control.Builder answer) {
    if (!question.getReplyTo().isEmpty()) {
      resolve(question).tell(new ControlEnvelope(answer.setRequest(question.getRequest()).build()));
    }
  }

  private ActorRef<ControlEnvelope> resolve(Control body) {
    return ActorRefResolver.get(context.getSystem()).resolveActorRef(body.getReplyTo());
  }

  /** Tells all nodes what has changed and is of use to those that have handles. */
  private void publish() {
    List<ActorRow> news = rows.takeNews();
    if (news.isEmpty()) {
      return;
    }
    ActorList.Builder list = ActorList.newBuilder();
    for (ActorRow row : news) {
      list.addRows(row.toBuilder().clearCreation());
    }
    ControlEnvelope message = new ControlEnvelope(Control.newBuilder().setNews(list).build());
    nodes.values().forEach(node -> node.tell(message));
  }
}
