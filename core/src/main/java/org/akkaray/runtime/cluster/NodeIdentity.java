package org.akkaray.runtime.cluster;

import java.util.Map;
import org.akkaray.id.UniqueId;

/**
 * Who a node is and what it offers, before it has an address.
 *
 * @param endpoints where its parts can be reached by other nodes' parts, by names that only these
 *     know
 */
public record NodeIdentity(
    UniqueId id,
    String name,
    Map<String, Double> resources,
    Map<String, String> labels,
    Map<String, String> endpoints) {}
