package org.akkaray.gcs.rows;

import org.akkaray.id.ActorId;

/**
 * Who has a name.
 *
 * @param key of the name in its namespace
 */
public record ActorName(Key key, ActorId actor) {
  /** A name is unique in its namespace. */
  public record Key(String namespace, String name) {}
}
