package org.akkaray.rl.es;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;

/**
 * A training run: the driver's side of Evolution Strategies. Needs an initialized {@link Ray} with
 * a CPU for each worker. Not thread-safe.
 *
 * <p>The noise table is put once; each worker is created with a reference to it. In an iteration
 * the parameters are put once, the pairs are dealt out to whichever worker is free, and the answers
 * gathered as they come; what is learnt from them depends on their numbers, not on their order, so
 * a seed gives the same run bit for bit with any number of workers.
 */
public final class EvolutionStrategies implements AutoCloseable {
  /** A worker always has its next call waiting while it plays. */
  private static final int CALLS_PER_WORKER = 2;

  /** Starts of the confirming evaluations are drawn apart from those of the iterations. */
  private static final int CONFIRMATION = 1 << 30;

  private final EsSettings settings;
  private final EsOptimizer optimizer;
  private final List<ActorHandle<EsWorker>> workers = new ArrayList<>();
  private final Progress progress;
  private int iteration;

  /** Told how far a phase of an iteration is. */
  @FunctionalInterface
  public interface Progress {
    /** So many of the episodes of this phase are played. */
    void played(String phase, int done, int total);
  }

  /**
   * The episodes of one iteration, or of one evaluation.
   *
   * @param returns of each episode, by number
   * @param steps of all together
   */
  public record Played(double[] returns, long steps) {

    /** Mean return. */
    public double mean() {
      return Arrays.stream(returns).average().orElseThrow();
    }

    /** Lowest return. */
    public double min() {
      return Arrays.stream(returns).min().orElseThrow();
    }

    /** Highest return. */
    public double max() {
      return Arrays.stream(returns).max().orElseThrow();
    }

    /** Mean steps of an episode. */
    public double meanLength() {
      return (double) steps / returns.length;
    }
  }

  /** Creates the workers. */
  public EvolutionStrategies(EsSettings settings, int workerCount, Progress progress) {
    this.settings = settings;
    this.progress = progress;
    NoiseTable noise = NoiseTable.create(settings.seed(), settings.noiseTableSize());
    optimizer = new EsOptimizer(settings, noise);
    ObjectRef<EsSettings> settingsRef = Ray.put(settings);
    ObjectRef<float[]> noiseRef = Ray.put(noise.values());
    for (int i = 0; i < workerCount; i++) {
      workers.add(Ray.actor(EsWorker::new, settingsRef, noiseRef).setCpus(1).remote());
    }
  }

  /** Plays all pairs with the current parameters, then improves these. */
  public Played iterate() {
    iteration++;
    int number = iteration;
    ObjectRef<EsSnapshot> snapshot = Ray.put(optimizer.snapshot());
    List<Function<ActorHandle<EsWorker>, ObjectRef<EsBatch>>> calls = new ArrayList<>();
    for (int first = 0; first < settings.pairs(); first += settings.pairsPerCall()) {
      int pair = first;
      int count = Math.min(settings.pairsPerCall(), settings.pairs() - first);
      calls.add(worker -> worker.task(EsWorker::playPairs, snapshot, number, pair, count).remote());
    }
    List<EsBatch> batches = deal("training", calls, 2 * settings.pairs());
    optimizer.update(number, batches);
    return played(batches);
  }

  /** Plays episodes with the current, unperturbed parameters; the starts differ each iteration. */
  public Played evaluate(int episodes) {
    return evaluate("evaluation", iteration, episodes);
  }

  /** As {@link #evaluate}, from starts that no evaluation has used: the number to report. */
  public Played confirm(int episodes) {
    return evaluate("confirmation", CONFIRMATION + iteration, episodes);
  }

  private Played evaluate(String phase, int number, int episodes) {
    ObjectRef<EsSnapshot> snapshot = Ray.put(optimizer.snapshot());
    int perCall = 2 * settings.pairsPerCall();
    List<Function<ActorHandle<EsWorker>, ObjectRef<EsBatch>>> calls = new ArrayList<>();
    for (int first = 0; first < episodes; first += perCall) {
      int episode = first;
      int count = Math.min(perCall, episodes - first);
      calls.add(
          worker -> worker.task(EsWorker::evaluate, snapshot, number, episode, count).remote());
    }
    return played(deal(phase, calls, episodes));
  }

  /** Gives each free worker the next call and gathers what has ended. */
  private List<EsBatch> deal(
      String phase, List<Function<ActorHandle<EsWorker>, ObjectRef<EsBatch>>> calls, int episodes) {
    Deque<ActorHandle<EsWorker>> free = new ArrayDeque<>();
    for (int i = 0; i < CALLS_PER_WORKER; i++) {
      free.addAll(workers);
    }
    Map<ObjectRef<EsBatch>, ActorHandle<EsWorker>> running = new LinkedHashMap<>();
    List<EsBatch> batches = new ArrayList<>();
    int next = 0;
    int done = 0;
    while (batches.size() < calls.size()) {
      while (next < calls.size() && !free.isEmpty()) {
        ActorHandle<EsWorker> worker = free.remove();
        running.put(calls.get(next++).apply(worker), worker);
      }
      for (ObjectRef<EsBatch> ref : Ray.wait(List.copyOf(running.keySet()), 1).getReady()) {
        EsBatch batch = ref.get();
        free.add(running.remove(ref));
        batches.add(batch);
        done += batch.returns().length;
        progress.played(phase, done, episodes);
      }
    }
    batches.sort(Comparator.comparingInt(EsBatch::first));
    return batches;
  }

  private static Played played(List<EsBatch> batches) {
    double[] returns =
        batches.stream().flatMapToDouble(batch -> Arrays.stream(batch.returns())).toArray();
    long steps =
        batches.stream().flatMapToInt(batch -> Arrays.stream(batch.lengths())).asLongStream().sum();
    return new Played(returns, steps);
  }

  /** The current parameters, a copy. */
  public float[] parameters() {
    return optimizer.snapshot().parameters();
  }

  /** Ends the workers. */
  @Override
  public void close() {
    workers.forEach(worker -> worker.kill());
    workers.clear();
  }
}
