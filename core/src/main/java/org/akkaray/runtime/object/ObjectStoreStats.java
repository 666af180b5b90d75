package org.akkaray.runtime.object;

/**
 * How full an object store is.
 *
 * @param capacity in bytes
 * @param used bytes of all objects, sealed or not
 * @param objects how many there are
 */
public record ObjectStoreStats(long capacity, long used, int objects) {}
