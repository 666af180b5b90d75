package org.akkaray.gcs.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class StoreDatabaseTest {
  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("store");
  }

  private DatabaseSettings settings() {
    return DatabaseSettings.h2(folder(), 16);
  }

  @Test
  void onlyTheOwnerMayReadTheFile() throws Exception {
    try (StoreDatabase database = StoreDatabase.open(settings())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings().file())))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aSecondOpeningFindsTheTablesOfTheFirst() {
    StoreDatabase.open(settings()).close();
    StoreDatabase.open(settings()).close();
  }

  @Test
  void twoOpeningsShareTheFile() throws Exception {
    try (StoreDatabase first = StoreDatabase.open(settings());
        StoreDatabase second = StoreDatabase.open(settings())) {
      assertThat(new Journal(second).snapshot("gcs|tasks-0")).isEmpty();
    }
  }

  @Test
  void anotherNumberOfShardsIsRefused() {
    StoreDatabase.open(settings()).close();
    assertThatThrownBy(() -> StoreDatabase.open(DatabaseSettings.h2(folder(), 8)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("16 shards for good, but ray.gcs.shards is 8: set it to 16");
  }

  @Test
  void anotherVersionOfTheSchemaIsRefused() throws Exception {
    try (StoreDatabase database = StoreDatabase.open(settings())) {
      run(database, "UPDATE \"ray_store\" SET \"value\" = '99' WHERE \"name\" = 'schema-version'");
    }
    assertThatThrownBy(() -> StoreDatabase.open(settings()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has version 99 of its schema, but this akka-ray needs version 1");
  }

  @Test
  void delayedWritesAreRefusedByTheUrl() {
    DatabaseSettings good = settings();
    assertThatThrownBy(() ->
            new DatabaseSettings(
                DatabaseKind.H2, "jdbc:h2:file:/tmp/x", "", "", good.folder(), 16, 4, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("WRITE_DELAY=0");
  }

  /** The settings of whoever opens it next hold for all who have it open. */
  @Test
  void anOpeningEndsDelayedWrites() throws Exception {
    try (StoreDatabase holder = StoreDatabase.open(settings())) {
      run(holder, "SET WRITE_DELAY 500");
      StoreDatabase.open(settings()).close();
      try (Connection connection = holder.connection();
          Statement statement = connection.createStatement();
          ResultSet found =
              statement.executeQuery(
                  "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                      + " WHERE SETTING_NAME = 'WRITE_DELAY'")) {
        assertThat(found.next()).isTrue();
        assertThat(found.getInt(1)).isZero();
      }
    }
  }

  @Test
  void aReaderTakesTheNumberOfShardsFromTheStore() {
    StoreDatabase.open(DatabaseSettings.h2(folder(), 3)).close();
    try (StoreDatabase read = StoreDatabase.openExisting(settings())) {
      assertThat(read.settings().shards()).isEqualTo(3);
    }
  }

  @Test
  void aReaderOfNoStoreIsToldSo() {
    assertThatThrownBy(() -> StoreDatabase.openExisting(settings()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("There is no control store in " + folder());
    assertThat(folder()).doesNotExist();
  }

  @Test
  void aServerThatDoesNotRunIsNamed() {
    DatabaseSettings nobody =
        DatabaseSettings.postgresql("jdbc:postgresql://127.0.0.1:1/none", "ray", "secret", 16);
    assertThatThrownBy(() -> StoreDatabase.open(nobody))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/none")
        .hasMessageContaining("is the server running")
        .hasMessageNotContaining("secret");
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = PostgresServer.URL,
      matches = ".+",
      disabledReason = "no PostgreSQL: .ci/with-postgres mvn verify has one")
  void aWrongPasswordIsExplained() {
    DatabaseSettings good = PostgresServer.freshDatabase(16);
    assertThatThrownBy(() ->
            StoreDatabase.open(DatabaseSettings.postgresql(good.url(), good.user(), "wrong", 16)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("are ray.gcs.user and ray.gcs.password right?");
  }

  private static void run(StoreDatabase database, String sql) throws Exception {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
