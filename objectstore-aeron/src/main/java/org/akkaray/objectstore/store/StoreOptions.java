package org.akkaray.objectstore.store;

import org.akkaray.runtime.object.ObjectStoreProvider;

/**
 * What a store may be told.
 *
 * @param spillThreshold the part of it, from 0 to 1, that may be used before objects are written to
 *     disk in the background; 1 for never
 * @param recordCreationSites whether it notes which line of a program put an object
 */
record StoreOptions(double spillThreshold, boolean recordCreationSites) {
  static final StoreOptions NO_EXTRAS =
      new StoreOptions(ObjectStoreProvider.Settings.SPILL_THRESHOLD, false);
}
