package org.akkaray.runtime.object;

/**
 * A node that has a sealed copy of an object.
 *
 * @param endpoint what its {@link ObjectTransfer#endpoint} said
 * @param sameHost whether it runs on this host, where a transfer is cheapest
 * @param load how busy it is, in any unit that all holders share: the smaller, the better
 */
public record Holder(String endpoint, boolean sameHost, int load) {}
