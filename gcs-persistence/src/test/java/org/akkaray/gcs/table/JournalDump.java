package org.akkaray.gcs.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.akkaray.gcs.database.DatabaseSettings;

/** Writes a journal as lines: id, sequence number, serializer, manifest, payload. */
final class JournalDump {
  private JournalDump() {}

  static void write(DatabaseSettings database, Path file) throws Exception {
    List<String> lines = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT \"persistence_id\", \"sequence_number\", \"event_ser_id\","
                    + " \"event_ser_manifest\", \"event_payload\" FROM \"event_journal\" ORDER BY"
                    + " 1, 2")) {
      while (rows.next()) {
        lines.add(
            String.join(
                ",",
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                HexFormat.of().formatHex(rows.getBytes(5))));
      }
    }
    Files.write(file, lines);
  }
}
