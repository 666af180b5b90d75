package org.akkaray.runtime.object;

import java.util.ServiceLoader;

/**
 * Opens a node's object store. An implementation on the class path is found as a service; without
 * one, objects lie in the process's own memory.
 */
public interface ObjectStoreProvider {
  /**
   * Opens a store.
   *
   * @throws IllegalStateException if it cannot be opened, in one sentence: what, where, what to do
   */
  ObjectStore open(Settings settings);

  /**
   * What a store needs to know.
   *
   * @param node unlike the names of the host's other nodes, fit for a file name
   * @param capacity bytes of all objects together
   * @param folder where the host's nodes keep their objects; empty for the usual place
   * @param spillFolder where objects go when the store fills up; empty for the usual place
   * @param spillLimit bytes that may lie there
   * @param spillThreshold the part of the store, from 0 to 1, that may be used before objects are
   *     written there in the background; 1 for never
   * @param recordCreationSites whether it notes which line of a program put an object
   */
  record Settings(
      String node,
      long capacity,
      String folder,
      String spillFolder,
      long spillLimit,
      double spillThreshold,
      boolean recordCreationSites) {
    /** The default of {@code spillThreshold}, which is Ray's. */
    public static final double SPILL_THRESHOLD = 0.8;

    /** With the usual threshold and without a note of who put what. */
    public Settings(
        String node, long capacity, String folder, String spillFolder, long spillLimit) {
      this(node, capacity, folder, spillFolder, spillLimit, SPILL_THRESHOLD, false);
    }
  }

  /** The one on the class path, or that of {@link InMemoryObjectStore}. */
  static ObjectStoreProvider installed() {
    return ServiceLoader.load(ObjectStoreProvider.class, ObjectStoreProvider.class.getClassLoader())
        .findFirst()
        .orElse(settings -> new InMemoryObjectStore(settings.capacity()));
  }
}
