package org.akkaray.benchmarks.store;

/** Names of the store's rows. */
public final class StoreRowNames {
  /** {@code put} of 1 GB from a warm mapping. */
  public static final String PUT_1_GB = "store put 1 GB";

  /** A plain copy of 1 GB between two warm mappings, in turns with the former. */
  public static final String COPY_1_GB = "memory copy 1 GB between mappings";

  /** {@code put} and {@code delete} of 1 KB. */
  public static final String PUT_1_KB = "store put 1 KB";

  /** {@code put} and {@code delete} of 100 KB. */
  public static final String PUT_100_KB = "store put 100 KB";

  /** {@code get} of a view of 1 GB. */
  public static final String GET_1_GB = "store get 1 GB view";

  /** Reading longs through a view. */
  public static final String READ_VIEW = "store read through view";

  /** Reading the same longs from an array, in turns with the former. */
  public static final String READ_ARRAY = "read of a heap array";

  /** From the request for an object of 1 GB to its first byte, in another process. */
  public static final String NEIGHBOUR_FIRST_BYTE = "neighbour first byte of 1 GB";

  /** How much private memory that process took to read all of it. */
  public static final String NEIGHBOUR_MEMORY = "neighbour private memory after reading 1 GB";

  /** A working set of three times the store: written, then read. */
  public static final String SPILL = "store working set 3x";

  /** The same bytes written to a file and read from it. */
  public static final String DISK = "disk write and read";

  /** Heap that each of a million objects takes. */
  public static final String MILLION_HEAP = "1,000,000 objects heap each";

  /** The rate of creating them. */
  public static final String MILLION_PUT = "1,000,000 objects created";

  /** The rate of listing them. */
  public static final String MILLION_LIST = "1,000,000 objects listed";

  /** The rate of deleting them. */
  public static final String MILLION_DELETE = "1,000,000 objects freed";

  private StoreRowNames() {}
}
