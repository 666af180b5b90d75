package org.akkaray.gcs.tck;

import akka.persistence.CapabilityFlag;
import akka.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.database.PostgresServer;
import org.junit.runner.RunWith;

/** Akka's own suite of a snapshot store, on PostgreSQL, where one runs. */
@RunWith(PostgresRunner.class)
public class PostgresSnapshotTckTest extends JavaSnapshotStoreSpec {
  private final DatabaseSettings database;

  /** Called by the runner. */
  public PostgresSnapshotTckTest() {
    this(PostgresServer.freshDatabase(16));
  }

  private PostgresSnapshotTckTest(DatabaseSettings database) {
    super(TckConfig.of(database));
    this.database = database;
  }

  @Override
  public void beforeAll() {
    TckConfig.prepare(database);
    super.beforeAll();
  }

  @Override
  public CapabilityFlag supportsMetadata() {
    return CapabilityFlag.on();
  }
}
