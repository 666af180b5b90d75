package org.akkaray.gcs.database;

/** What was read is not what was written. */
public final class DamagedStoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what is damaged. */
  public DamagedStoreException(String message) {
    super(message);
  }

  DamagedStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
