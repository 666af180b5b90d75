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
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.akkaray.runtime.wire.ActorList;
import org.akkaray.runtime.wire.ActorRow;
import org.akkaray.runtime.wire.Control;
import org.akkaray.runtime.wire.NodeKey;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the control state of the cluster's actors in memory, as a Cluster Singleton. Should its
 * node die, its successor is filled by what all nodes announce, and answers nothing that depends on
 * what it has not been told before all have, or {@link #PATIENCE} is over.
 */
final class ControlKeeper {
  static final String NAME = "ray-control";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration TICK = Duration.ofMillis(100);

  /** What the keeper is told. */
  sealed interface Command permits ControlEnvelope, Tick {}

  record Tick() implements Command {}

  private final ActorContext<Command> context;
  private final ActorRestarter restarter;
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

  private ControlKeeper(ActorContext<Command> context, ActorRestarter restarter) {
    this.context = context;
    this.restarter = restarter;
  }

  static Behavior<Command> create(ActorRestarter restarter) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          ControlKeeper keeper = new ControlKeeper(context, restarter);
          timers.startTimerWithFixedDelay(new Tick(), TICK);
          return Behaviors.receiveMessage(keeper::onMessage);
        }));
  }

  private Behavior<Command> onMessage(Command command) {
    switch (command) {
      case Tick ignored -> onTick();
      case ControlEnvelope(Control body) -> onControl(body);
    }
    publish();
    return Behaviors.same();
  }

  private void onTick() {
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
        body.getAnnounce().getRowsList().forEach(rows::update);
      }
      case UPDATE -> rows.update(body.getUpdate());
      case NODE_GONE -> {
        nodes.remove(body.getNodeGone());
        rows.nodeGone(body.getNodeGone());
      }
      case NEXT_JOB -> answer(body, Control.newBuilder().setJob(++jobs));
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
      default -> context.getLog().debug("A question that this version does not know.");
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
