package org.akkaray.gcs.database;

import java.util.Locale;

/**
 * What nodes must know of a cluster's store to have the same one: {@code KIND:SHARDS:LIFE:PLACE},
 * where the place is the file's folder or the server's URL.
 *
 * @param isTemporary whether it goes with the cluster
 */
public record StoreDescription(DatabaseKind kind, int shards, boolean isTemporary, String place) {
  private static final String TEMPORARY = "temporary";
  private static final String KEPT = "kept";

  /** That of a store with these settings. */
  public static StoreDescription of(DatabaseSettings settings, boolean isTemporary) {
    return new StoreDescription(
        settings.kind(),
        settings.shards(),
        isTemporary,
        settings.kind() == DatabaseKind.H2 ? settings.folder().toString() : settings.url());
  }

  /** Reads what {@link #toString} wrote. */
  public static StoreDescription parse(String text) {
    String[] parts = text.split(":", 4);
    return new StoreDescription(
        DatabaseKind.valueOf(parts[0].toUpperCase(Locale.ROOT)),
        Integer.parseInt(parts[1]),
        parts[2].equals(TEMPORARY),
        parts[3]);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT)
        + ":"
        + shards
        + ":"
        + (isTemporary ? TEMPORARY : KEPT)
        + ":"
        + place;
  }
}
