package org.akkaray.gcs.tck;

import akka.persistence.CapabilityFlag;
import akka.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import java.nio.file.Path;
import org.akkaray.gcs.database.DatabaseSettings;
import org.junit.runner.RunWith;
import org.scalatestplus.junit.JUnitRunner;

/** Akka's own suite of a snapshot store, on H2. */
@RunWith(JUnitRunner.class)
public class H2SnapshotTckTest extends JavaSnapshotStoreSpec {
  private final Path folder;
  private final DatabaseSettings database;

  /** Called by the runner. */
  public H2SnapshotTckTest() {
    this(TckConfig.folder());
  }

  private H2SnapshotTckTest(Path folder) {
    this(folder, DatabaseSettings.h2(folder, 16));
  }

  private H2SnapshotTckTest(Path folder, DatabaseSettings database) {
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
  public CapabilityFlag supportsMetadata() {
    return CapabilityFlag.on();
  }
}
