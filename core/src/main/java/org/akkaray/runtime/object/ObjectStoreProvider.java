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
   * @param spillFolder where objects go when the store is full; empty for the usual place
   * @param spillLimit bytes that may lie there
   * @param recordCreationSites whether it notes which line of a program put an object
   */
  record Settings(
      String node,
      long capacity,
      String folder,
      String spillFolder,
      long spillLimit,
      boolean recordCreationSites) {
    /** Without a note of who put what. */
    public Settings(
        String node, long capacity, String folder, String spillFolder, long spillLimit) {
      this(node, capacity, folder, spillFolder, spillLimit, false);
    }
  }

  /** The one on the class path, or that of {@link InMemoryObjectStore}. */
  static ObjectStoreProvider installed() {
    return ServiceLoader.load(ObjectStoreProvider.class, ObjectStoreProvider.class.getClassLoader())
        .findFirst()
        .orElse(settings -> new InMemoryObjectStore(settings.capacity()));
  }
}
