package org.akkaray.gcs.tck;

import akka.persistence.CapabilityFlag;
import akka.persistence.japi.journal.JavaJournalSpec;
import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.database.PostgresServer;
import org.junit.runner.RunWith;

/** Akka's own suite of a journal, on PostgreSQL, where one runs. */
@RunWith(PostgresRunner.class)
public class PostgresJournalTckTest extends JavaJournalSpec {
  private final DatabaseSettings database;

  /** Called by the runner. */
  public PostgresJournalTckTest() {
    this(PostgresServer.freshDatabase(16));
  }

  private PostgresJournalTckTest(DatabaseSettings database) {
    super(TckConfig.of(database));
    this.database = database;
  }

  @Override
  public void beforeAll() {
    TckConfig.prepare(database);
    super.beforeAll();
  }

  @Override
  public CapabilityFlag supportsRejectingNonSerializableObjects() {
    return CapabilityFlag.off();
  }

  @Override
  public CapabilityFlag supportsMetadata() {
    return CapabilityFlag.on();
  }
}
