package org.akkaray.runtime.gcs;

/** Lets a listener hear of changes until it is closed; closing it twice does nothing. */
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
