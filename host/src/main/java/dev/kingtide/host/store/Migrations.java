package dev.kingtide.host.store;

import dev.kingtide.core.driver.StoreFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The steps from an older store to this version's form, each the statements of one version.
///
/// A step that has been released is never changed: what is to be otherwise is another step. Members
/// that come and go in rows need none, see [dev.kingtide.host.codec.RecordCodec].
final class Migrations {
    private static final List<List<String>> STEPS =
            List.of(
                    List.of(
                            "CREATE TABLE kind (id INTEGER PRIMARY KEY, world TEXT NOT NULL,"
                                    + " name TEXT NOT NULL, UNIQUE (world, name))",
                            "CREATE TABLE row (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                                    + " kind INTEGER NOT NULL REFERENCES kind (id),"
                                    + " key TEXT NOT NULL, value TEXT NOT NULL,"
                                    + " UNIQUE (kind, key))"),
                    // Task definitions were active or not; now they have AWS's status.
                    List.of(
                            "UPDATE row SET value = json_set(json_remove(value, '$.active'),"
                                    + " '$.status', CASE"
                                    + " WHEN value ->> '$.active' THEN 'ACTIVE'"
                                    + " WHEN value ->> '$.shape.is.deleteRequestedAt' IS NOT NULL"
                                    + " THEN 'DELETE_IN_PROGRESS' ELSE 'INACTIVE' END)"
                                    + " WHERE kind IN"
                                    + " (SELECT id FROM kind WHERE name = 'task-definition')"));

    private Migrations() {}

    /// The version of the form that this Kingtide writes.
    static int version() {
        return STEPS.size();
    }

    /// Brings a store to this version's form, in one transaction; one that fails is undone when the
    /// connection is closed.
    static void apply(Path file, Connection connection) throws SQLException {
        int found;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
            found = rows.next() ? rows.getInt(1) : 0;
        }
        if (found > version()) {
            throw new StoreFailure(
                    "cannot open "
                            + file
                            + ": a later version of Kingtide wrote it (form "
                            + found
                            + ", this one knows "
                            + version()
                            + "); use that version, or another directory (--data)",
                    new SQLException("user_version " + found));
        }
        if (found == version()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            for (List<String> step : STEPS.subList(found, STEPS.size())) {
                for (String each : step) {
                    statement.executeUpdate(each);
                }
            }
            statement.executeUpdate("PRAGMA user_version = " + version());
            statement.execute("COMMIT");
        }
    }
}
