package org.akkaray.runtime.scheduler.placement;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.akkaray.id.UniqueId;

/**
 * How many bytes of a call's inputs are on which node. Immutable.
 *
 * @param totalBytes of all inputs
 * @param bytesByNode of those inputs that have a copy on the node; nodes that hold none are missing
 * @param largest nodes that hold most, at most {@value #LARGEST}, the largest part first
 */
public record InputLocations(
    long totalBytes, Map<UniqueId, Long> bytesByNode, List<UniqueId> largest) {
  /** How many of the nodes that hold inputs are looked at for every call. */
  static final int LARGEST = 8;

  /** No inputs, or small ones that travel with the call. */
  public static final InputLocations NONE = new InputLocations(0, Map.of(), List.of());

  /** Copies; refuses a node that holds more than all. */
  public InputLocations {
    bytesByNode = Map.copyOf(bytesByNode);
    largest = List.copyOf(largest);
    for (Map.Entry<UniqueId, Long> part : bytesByNode.entrySet()) {
      if (part.getValue() < 0 || part.getValue() > totalBytes) {
        throw new IllegalArgumentException(
            "Node %s cannot hold %d bytes of inputs of %d bytes."
                .formatted(part.getKey(), part.getValue(), totalBytes));
      }
    }
  }

  /** See {@link InputLocations}. */
  public static InputLocations of(long totalBytes, Map<UniqueId, Long> bytesByNode) {
    List<UniqueId> largest =
        bytesByNode.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(LARGEST)
            .map(Map.Entry::getKey)
            .toList();
    return new InputLocations(totalBytes, bytesByNode, largest);
  }

  /** How many bytes would have to be brought to a node. */
  public long missingOn(UniqueId node) {
    return totalBytes == 0 ? 0 : totalBytes - bytesByNode.getOrDefault(node, 0L);
  }
}
