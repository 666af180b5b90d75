package org.akkaray.gcs.tck;

import akka.persistence.CapabilityFlag;
import akka.persistence.japi.journal.JavaJournalSpec;
import java.nio.file.Path;
import org.akkaray.gcs.database.DatabaseSettings;
import org.junit.runner.RunWith;
import org.scalatestplus.junit.JUnitRunner;

/** Akka's own suite of a journal, on H2. */
@RunWith(JUnitRunner.class)
public class H2JournalTckTest extends JavaJournalSpec {
  private final Path folder;
  private final DatabaseSettings database;

  /** Called by the runner. */
  public H2JournalTckTest() {
    this(TckConfig.folder());
  }

  private H2JournalTckTest(Path folder) {
    this(folder, DatabaseSettings.h2(folder, 16));
  }

  private H2JournalTckTest(Path folder, DatabaseSettings database) {
    super(TckConfig.of(database));
    this.folder = folder;
    this.database = database;
  }

  @Override
  public void beforeAll() {
    TckConfig.prepare(database);
    super.beforeAll();
  }

  @Override
  public void afterAll() {
    super.afterAll();
    TckConfig.delete(folder);
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
