package org.akkaray.options;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.OptionRules;
import org.jspecify.annotations.Nullable;

/** Which of the nodes that have the resources a call or an actor should run on. Immutable. */
public sealed interface SchedulingStrategy extends Serializable {

  /** Where the inputs are and the wait is short: what happens when no strategy is set. */
  SchedulingStrategy DEFAULT = new Default();

  /** Spread evenly over the nodes. */
  SchedulingStrategy SPREAD = new Spread();

  /** See {@link #DEFAULT}. */
  record Default() implements SchedulingStrategy {
    private static final long serialVersionUID = 1;
  }

  /** See {@link #SPREAD}. */
  record Spread() implements SchedulingStrategy {
    private static final long serialVersionUID = 1;
  }

  /**
   * On one node.
   *
   * @param nodeId the node
   * @param soft whether another node will do when this one is gone or can never have the resources;
   *     otherwise the call waits, as for resources that no node has
   */
  record NodeAffinity(UniqueId nodeId, boolean soft) implements SchedulingStrategy {
    private static final long serialVersionUID = 1;

    /** Refuses a null or nil node. */
    public NodeAffinity {
      if (nodeId == null || nodeId.isNil()) {
        throw OptionRules.bad("NodeAffinity nodeId", "must name a node", nodeId);
      }
    }
  }

  /**
   * On a node with these labels. A label's required value is written as in Ray's label selectors:
   * {@code "a"}, {@code "!a"}, {@code "in(a, b)"} or {@code "!in(a, b)"}; a missing label has no
   * value, so it meets the negative ones only.
   *
   * @param hard what a node must meet
   * @param soft what a node should meet if there is a choice
   */
  record NodeLabels(Map<String, String> hard, Map<String, String> soft)
      implements SchedulingStrategy {
    private static final long serialVersionUID = 1;

    /** Copies the selectors; refuses blank names and values. */
    public NodeLabels {
      hard = checked("NodeLabels hard", hard);
      soft = checked("NodeLabels soft", soft);
    }

    /** With requirements only. */
    public NodeLabels(Map<String, String> hard) {
      this(hard, Map.of());
    }

    /** Whether a node with these labels may be chosen. */
    public boolean isMetBy(Map<String, String> labels) {
      return matches(hard, labels);
    }

    /** Whether a node with these labels should be preferred. */
    public boolean prefers(Map<String, String> labels) {
      return matches(soft, labels);
    }

    private static Map<String, String> checked(String option, Map<String, String> selector) {
      selector.forEach((label, value) -> {
        OptionRules.name(option + " label", label);
        OptionRules.name(option + " " + label, value);
      });
      return Map.copyOf(selector);
    }

    private static boolean matches(Map<String, String> selector, Map<String, String> labels) {
      return selector.entrySet().stream()
          .allMatch(wanted -> matches(wanted.getValue().strip(), labels.get(wanted.getKey())));
    }

    private static boolean matches(String wanted, @Nullable String actual) {
      if (wanted.startsWith("!")) {
        return !matches(wanted.substring(1).strip(), actual);
      }
      if (wanted.startsWith("in(") && wanted.endsWith(")")) {
        return Arrays.stream(wanted.substring(3, wanted.length() - 1).split(","))
            .anyMatch(one -> one.strip().equals(actual));
      }
      return wanted.equals(actual);
    }
  }
}
