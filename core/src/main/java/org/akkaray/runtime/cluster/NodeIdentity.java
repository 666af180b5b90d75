package org.akkaray.runtime.cluster;

import java.util.Map;
import org.akkaray.id.UniqueId;

/** Who a node is and what it offers, before it has an address. */
public record NodeIdentity(
    UniqueId id, String name, Map<String, Double> resources, Map<String, String> labels) {}
