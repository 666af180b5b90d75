package org.akkaray.runtime.remote;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.akkaray.id.JobId;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.actor.ActorTable;
import org.akkaray.runtime.gcs.ControlClient;
import org.akkaray.runtime.job.CodeEntry;
import org.akkaray.runtime.job.CodeTable;
import org.akkaray.runtime.link.LinkSettings;
import org.akkaray.runtime.link.MessageHandler;
import org.akkaray.runtime.link.NodeLinks;
import org.akkaray.runtime.object.ObjectStore;
import org.akkaray.runtime.object.ObjectTransfer;
import org.akkaray.runtime.scheduler.LocalScheduler;
import org.akkaray.runtime.scheduler.ResourceSet;
import org.akkaray.runtime.scheduler.placement.GlobalScheduler;
import org.akkaray.runtime.scheduler.placement.LocalLoad;
import org.akkaray.runtime.scheduler.placement.NodeLoadMeter;
import org.akkaray.runtime.scheduler.placement.PlacementSettings;
import org.akkaray.runtime.task.Services;
import org.akkaray.runtime.task.TaskPlacement;
import org.akkaray.runtime.wire.CallResult;
import org.akkaray.runtime.wire.JobDefinition;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes a node one of several: its links, its replica of the global scheduler, its tasks at
 * other nodes and theirs here. Hands each message to the part that it is for, and tells the parts
 * of nodes that come and go. Thread-safe.
 */
public final class ClusterRuntime implements MessageHandler, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterRuntime.class);
  private static final long REPORT_MILLIS = 100;

  /**
   * How long what a dead node had borrowed is kept, so that those that it had lent it to can borrow
   * it from the owner.
   */
  private static final long GRACE_SECONDS = 5;

  private final UniqueId id;
  private final NodeContext node;
  private final JobContexts jobs;
  private final ScheduledExecutorService timer;
  private final GlobalScheduler global;
  private final NodeReports reports;
  private final FunctionNumbers functions;
  private final RemoteObjects objects;
  private final PeerCode code;
  private final RemoteTasks tasks;
  private final RemoteGroups groups;
  private final ActorHandles handles;
  private final ActorParts actorParts;
  private final ActorNodes actorNodes;
  private final RemoteStreams streams;
  private final ActorCreations creations;
  private final SentActorCalls actorCalls;
  private final RemoteActors actors;
  private final HostedActors hostedActors;
  private final HostedActorCalls hostedActorCalls;
  private final LeavingActors leavingActors;
  private final LeavingObjects leavingObjects;
  private final ClusterDirectory directory;
  private final HostedCalls hosted;
  private final Set<JobContext> contexts = ConcurrentHashMap.newKeySet();

  public ClusterRuntime(
      UniqueId id,
      String host,
      LocalScheduler scheduler,
      Map<String, String> labels,
      ObjectStore store,
      Supplier<@Nullable ObjectTransfer> transfer,
      RemoteObjects.NodeAddresses addresses,
      PlacementSettings placement,
      ScheduledExecutorService timer,
      JobContexts jobs,
      int maxWaitingTasks) {
    this.id = id;
    this.timer = timer;
    this.jobs = jobs;
    this.global = new GlobalScheduler(id, placement);
    NodeLoadMeter meter = new NodeLoadMeter(id, 1);
    this.node = new NodeContext(id, NodeLinks.open(id, LinkSettings.on(host), this));
    this.functions = new FunctionNumbers(node);
    this.actorParts = new ActorParts(jobs, timer);
    this.reports = new NodeReports(node, scheduler, labels, global, meter, actorParts);
    this.code = new PeerCode(node);
    this.objects = new RemoteObjects(node, store, transfer, addresses);
    this.groups = new RemoteGroups(node, global, meter, scheduler.ledger(), timer, reports::report);
    reports.include(groups);
    WireCalls calls = new WireCalls(functions);
    TaskInputs inputs = new TaskInputs(objects);
    this.streams = new RemoteStreams(node);
    this.tasks =
        new RemoteTasks(
            node,
            global,
            new LocalChoice(
                id, scheduler.ledger(), () -> LocalLoad.of(reports.load()), global, meter, inputs),
            inputs,
            calls,
            task -> jobs.of(task.services().runtime()),
            streams,
            maxWaitingTasks);
    OpenAnswers answers = new OpenAnswers(node);
    this.hosted = new HostedCalls(node, objects, calls, meter, answers);
    WireActors wireActors = new WireActors(id, functions);
    this.actorNodes = new ActorNodes(id, global, meter);
    this.handles = new ActorHandles(node, actorParts);
    this.creations = new ActorCreations(node, actorNodes, wireActors, actorParts);
    this.actorCalls = new SentActorCalls(node, wireActors, actorParts, streams);
    this.actors = new RemoteActors(node, actorParts, creations, actorCalls);
    this.hostedActors = new HostedActors(node, wireActors, actorNodes, actorParts);
    this.hostedActorCalls = new HostedActorCalls(node, objects, wireActors, actorParts, answers);
    this.leavingObjects = new LeavingObjects(node, objects, actorNodes::staying);
    this.leavingActors = new LeavingActors(node, actorNodes, actorParts, actors);
    handles.connect(actors);
    reports.connect(tasks, creations);
    this.directory = new ClusterDirectory(node, actorNodes, wireActors, actorParts, actors);
  }

  /**
   * Lets actors live on other nodes than those that create them.
   *
   * @param control makes this node's end of the cluster's control state
   */
  public void connect(ActorTable table, Function<ClusterDirectory, ControlClient> control) {
    actorParts.complete(table, hostedActors, hostedActorCalls, directory);
    directory.connect(control.apply(directory));
    table.connect(actors);
  }

  /** The node is a driver's, which ends with its program. */
  public void isDriver(UniqueId driver) {
    actorNodes.isDriver(driver);
  }

  /** Begins to report its load. */
  public void start() {
    timer.scheduleAtFixedRate(this::tick, 0, REPORT_MILLIS, TimeUnit.MILLISECONDS);
  }

  public NodeContext node() {
    return node;
  }

  public TaskPlacement placement() {
    return tasks;
  }

  public RemoteGroups groups() {
    return groups;
  }

  public RemoteObjects objects() {
    return objects;
  }

  public GlobalScheduler globalScheduler() {
    return global;
  }

  /**
   * A job comes to this node.
   *
   * @param loader knows the job's classes
   */
  public JobContext newJob(
      JobId job, JobDefinition definition, Services services, ClassLoader loader) {
    JobContext context = new JobContext(node, job, definition, services, loader, objects, handles);
    contexts.add(context);
    return context;
  }

  /** A node has joined. */
  public void nodeUp(UniqueId other, String host, int port) {
    node.links().nodeUp(other, host, port);
    reports.reportTo(other);
  }

  /** A node does not answer; it may come back. */
  public void setReachable(UniqueId other, boolean reachable) {
    global.setReachable(other, reachable);
  }

  /** A node is gone for good. */
  public void nodeDown(UniqueId gone) {
    global.remove(gone);
    node.links().nodeDown(gone);
    functions.nodeDown(gone);
    code.nodeDown(gone);
    tasks.nodeDown(gone);
    hosted.nodeDown(gone);
    actorNodes.nodeDown(gone);
    hostedActorCalls.nodeDown(gone);
    hostedActors.nodeDown(gone);
    leavingActors.nodeDown(gone);
    leavingObjects.nodeDown(gone);
    directory.nodeDown(gone);
    actors.nodeDown(gone);
    objects.nodeDown(gone);
    groups.nodeDown(gone);
    for (JobContext job : contexts) {
      if (job.driver().equals(gone)) {
        log.info("Job {} is over: its driver, node {}, is gone.", job.job(), gone);
        jobEnded(job.job());
      }
    }
    try {
      timer.schedule(
          () -> {
            contexts.forEach(job -> job.references().nodeDown(gone));
            handles.nodeDown(gone);
          },
          GRACE_SECONDS,
          TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("This node is ending; it does not wait for borrowers of node {}.", gone);
    }
  }

  /** A job is over: what is left of it ends. */
  private void jobEnded(JobId job) {
    tasks.jobEnded(job);
    hosted.jobEnded(job);
    hostedActors.jobEnded(job);
    contexts.removeIf(context -> context.job().equals(job));
    jobs.end(job);
  }

  /** The node is about to leave: it takes nothing more. */
  public void drain() {
    reports.drain();
  }

  /**
   * Has the actors of this node live on others; see {@link LeavingActors}.
   *
   * @param deadline of {@link System#nanoTime}
   * @return whether all have left
   */
  public boolean moveActors(long deadline) throws InterruptedException {
    return leavingActors.drain(deadline);
  }

  /**
   * Has others keep the large objects that lie here for them; see {@link LeavingObjects}.
   *
   * @param deadline of {@link System#nanoTime}
   * @return whether they do
   */
  public boolean moveObjects(long deadline) throws InterruptedException {
    return leavingObjects.drain(deadline);
  }

  /** Has their owners run elsewhere what other nodes' tasks have not done here. */
  public void handBack() {
    hosted.handBack();
  }

  /** A node leaves in order, and will be gone soon. */
  public void nodeLeaves(UniqueId other) {
    actorParts.nodeLeaves(other);
    groups.nodeLeaves(other);
  }

  /** Tasks that are here for other nodes, or elsewhere for this one. */
  public int unfinished() {
    return hosted.size() + tasks.away() + hostedActorCalls.size() + actorCalls.size();
  }

  private void tick() {
    reports.report();
    groups.retry();
  }

  /** How many references of this node's jobs other nodes borrow. */
  public int lentReferences() {
    return contexts.stream().mapToInt(job -> job.references().lent()).sum();
  }

  /** What this node's own jobs have waiting for a node that can take it. */
  public Map<ResourceSet, Long> pendingHere() {
    return tasks.pending();
  }

  @Override
  public void onMessage(UniqueId from, Message message) {
    switch (message.getKindCase()) {
      case FUNCTION -> functions.onDefinition(from, message.getFunction());
      case REPORT -> reports.onReport(message.getReport());
      case DELETE_OBJECT -> objects.onDelete(message.getDeleteObject());
      case LOCATION_ADDED -> objects.onLocationAdded(from, message.getLocationAdded());
      case LOCATE_OBJECT -> objects.onLocate(from, message.getLocateObject());
      case OBJECT_LOCATIONS -> objects.onLocations(message.getObjectLocations());
      case PREPARE_BUNDLES -> groups.onPrepare(from, message.getPrepareBundles());
      case BUNDLES_PREPARED -> groups.onPrepared(from, message.getBundlesPrepared());
      case SETTLE_BUNDLES -> groups.onSettle(from, message.getSettleBundles());
      case GROUP_REQUEST -> groups.onRequest(from, message.getGroupRequest());
      case GROUP_REPLY -> groups.questions().onReply(message.getGroupReply());
      case KEEP_COPY -> objects.onKeepCopy(from, message.getKeepCopy());
      case CANCEL -> {
        if (!hostedActorCalls.onCancel(from, message.getCancel())) {
          hosted.onCancel(from, message.getCancel());
        }
      }
      case RESULT -> {
        if (!actorCalls.onResult(from, message.getResult())
            && !tasks.onResult(from, message.getResult())) {
          refuseResult(from, message);
        }
      }
      case GENERATOR_ITEM -> {
        JobContext job = jobs.get(JobId.fromInt(message.getJob()));
        if (job != null) {
          streams.onItem(from, job, message.getGeneratorItem());
        }
      }
      case ACTOR_GONE -> actorCalls.onGone(from, message.getActorGone());
      case KILL_ACTOR -> hostedActors.onKill(message.getKillActor());
      case COPY_OBJECT -> leavingObjects.onCopy(from, message.getCopyObject());
      case OBJECT_COPIED -> leavingObjects.onCopied(message.getObjectCopied());
      case TASK_RETURNED -> tasks.onReturned(from, message.getTaskReturned());
      case ACTOR_ARRIVED -> leavingActors.onArrived(message.getActorArrived());
      case BORROW_ACTOR -> handles.onBorrow(from, message.getBorrowActor());
      case JOB_DEFINITION -> onJobDefinition(from, message);
      case FETCH_CODE -> code.onFetch(from, message.getFetchCode());
      case CODE_CHUNK -> code.onChunk(from, message.getCodeChunk());
      case KIND_NOT_SET ->
          log.debug("Node {} says something that this version does not know.", from);
      default -> {
        if (message.hasRelease() && !message.getRelease().getActor().isEmpty()) {
          handles.onRelease(from, message.getRelease());
          return;
        }
        JobId job = JobId.fromInt(message.getJob());
        JobContext ready = jobs.get(job);
        if (ready != null) {
          onJobMessage(from, ready, message);
        } else {
          jobs.with(
              job,
              context -> onJobMessage(from, context, message),
              reason -> refuse(from, message, reason));
        }
      }
    }
  }

  private void onJobDefinition(UniqueId from, Message message) {
    JobDefinition definition = message.getJobDefinition();
    for (CodeEntry entry : WireJobs.code(definition).entries()) {
      code.hasCode(Ids.node(definition.getDriver()), entry.hash());
      code.hasCode(from, entry.hash());
    }
    jobs.define(JobId.fromInt(message.getJob()), definition);
  }

  /** Has code that no node has any more be looked up there. */
  public void keepCode(CodeTable table) {
    code.keepIn(table);
  }

  /** Where jobs' code is found. */
  public CodeTable code() {
    return code;
  }

  private void onJobMessage(UniqueId from, JobContext job, Message message) {
    switch (message.getKindCase()) {
      case RUN_TASK -> hosted.onRunTask(from, job, message.getRunTask());
      case ACTOR_CALL -> hostedActorCalls.onCall(from, job, message.getActorCall());
      case CREATE_ACTOR -> hostedActors.onCreate(from, job, message.getCreateActor());
      case GENERATOR_CREDIT -> {
        if (!hostedActorCalls.onCredit(from, message.getGeneratorCredit())) {
          hosted.onCredit(from, message.getGeneratorCredit());
        }
      }
      case RESOLVE -> job.references().onResolve(from, message.getResolve());
      case RESOLVED -> job.references().onResolved(from, message.getResolved());
      case RELEASE -> job.references().onRelease(from, message.getRelease());
      default -> log.debug("Node {} says something that this version does not know.", from);
    }
    if (message.getKindCase() == Message.KindCase.RUN_TASK
        || message.getKindCase() == Message.KindCase.ACTOR_CALL
        || message.getKindCase() == Message.KindCase.CREATE_ACTOR
        || message.getKindCase() == Message.KindCase.RESOLVED) {
      job.references().resolveAll();
    }
  }

  /** A result of an attempt that was given up, or of a call that was cancelled. */
  private void refuseResult(UniqueId from, Message message) {
    JobContext job = jobs.get(JobId.fromInt(message.getJob()));
    if (job != null) {
      message.getResult().getValuesList().forEach(value -> job.values().refuse(value, from));
    }
  }

  /** The job cannot run here: its calls fail. */
  private void refuse(UniqueId from, Message message, String reason) {
    if (message.hasRunTask()) {
      var task = message.getRunTask();
      node.send(
          from,
          Message.newBuilder()
              .setJob(message.getJob())
              .setResult(
                  CallResult.newBuilder()
                      .setTaskHigh(task.getTaskHigh())
                      .setTaskLow(task.getTaskLow())
                      .setAttempt(task.getAttempt())
                      .setFailure(
                          org.akkaray.runtime.wire.FailureMessage.newBuilder()
                              .setNodeDied(reason))));
    } else if (message.hasActorCall()) {
      hostedActorCalls.refuse(from, message, reason);
    } else if (message.hasCreateActor()) {
      hostedActors.refuse(message.getCreateActor(), reason);
    } else {
      log.warn("A message of node {} for job {} was dropped: {}", from, message.getJob(), reason);
    }
  }

  @Override
  public void onBatchEnd(UniqueId from) {
    tasks.onBatchEnd();
    for (JobContext job : contexts) {
      job.references().resolveAll();
    }
  }

  @Override
  public void close() {
    node.links().close();
  }
}
