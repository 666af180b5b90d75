package org.akkaray.gcs.table;

import org.akkaray.gcs.database.DatabaseSettings;
import org.akkaray.gcs.database.PostgresServer;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The same on PostgreSQL, where one runs. */
@EnabledIfEnvironmentVariable(
    named = PostgresServer.URL,
    matches = ".+",
    disabledReason = "no PostgreSQL: .ci/with-postgres mvn verify has one")
class PostgresTableTest extends ShardedTableTest {
  private final DatabaseSettings database = PostgresServer.freshDatabase(4);

  @Override
  DatabaseSettings database() {
    return database;
  }
}
