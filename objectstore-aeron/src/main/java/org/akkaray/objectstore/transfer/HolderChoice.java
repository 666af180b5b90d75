package org.akkaray.objectstore.transfer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.akkaray.runtime.object.Holder;
import org.jspecify.annotations.Nullable;

/**
 * Which holder to ask for an object: the same host first, then the least loaded, each at most once
 * more after it failed. Holders to which another one has sent us on go before all others, since
 * they are the ones with time to spare. Not thread-safe.
 */
final class HolderChoice {
  /** A broken connection is often back at once, so a holder is not given up after one failure. */
  private static final int FAILURES_ALLOWED = 2;

  private static final Comparator<Candidate> BEST =
      Comparator.<Candidate>comparingInt(c -> c.failures)
          .thenComparing(c -> !c.suggested)
          .thenComparing(c -> !c.holder.sameHost())
          .thenComparingInt(c -> c.holder.load());

  private final Map<String, Candidate> candidates = new LinkedHashMap<>();
  private final List<String> reasons = new ArrayList<>();

  /** Adds holders, without forgetting what is known of those that are here already. */
  void add(Collection<Holder> holders) {
    for (Holder holder : holders) {
      candidates.putIfAbsent(holder.endpoint(), new Candidate(holder, false));
    }
  }

  /** The best one; null if none is left. */
  @Nullable Holder best() {
    return candidates.values().stream()
        .filter(c -> c.failures < FAILURES_ALLOWED)
        .min(BEST)
        .map(c -> c.holder)
        .orElse(null);
  }

  /** It did not deliver; others go first from now on. */
  void failed(String endpoint, String reason) {
    fail(endpoint, reason, 1);
  }

  /** It cannot deliver, now or later. */
  void hopeless(String endpoint, String reason) {
    fail(endpoint, reason, FAILURES_ALLOWED);
  }

  private void fail(String endpoint, String reason, int weight) {
    reasons.add(endpoint + ": " + reason);
    Candidate candidate = candidates.get(endpoint);
    if (candidate != null) {
      candidate.failures += weight;
      candidate.suggested = false;
    }
  }

  /**
   * A holder that is busy named another node.
   *
   * @return whether that one is worth a question; if not, the busy holder has to serve us
   */
  boolean redirected(String from, String to) {
    Candidate busy = candidates.get(from);
    if (busy != null) {
      busy.busy = true;
    }
    if (candidates.containsKey(to)) {
      return false;
    }
    candidates.put(to, new Candidate(new Holder(to, false, 0), true));
    return true;
  }

  /** It has sent us on before, and may not do so again. */
  boolean mustServe(String endpoint) {
    Candidate candidate = candidates.get(endpoint);
    return candidate != null && candidate.busy;
  }

  /** What went wrong so far, for a message. */
  String reasons() {
    return reasons.isEmpty() ? "there is no holder" : String.join("; ", reasons);
  }

  private static final class Candidate {
    final Holder holder;
    boolean suggested;
    boolean busy;
    int failures;

    Candidate(Holder holder, boolean suggested) {
      this.holder = holder;
      this.suggested = suggested;
    }
  }
}
