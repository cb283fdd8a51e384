package dev.kingtide.host.store;

import dev.kingtide.core.Change;
import dev.kingtide.core.Invariant;
import dev.kingtide.core.Row;
import dev.kingtide.core.Scope;
import dev.kingtide.core.Table;
import dev.kingtide.core.driver.Store;
import dev.kingtide.core.driver.StoreFailure;
import dev.kingtide.host.codec.RecordCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The rows of every World in one SQLite file, each World's apart ([#of]).
///
/// A commit is one transaction, on the disk when it returns: write-ahead log, `synchronous=FULL`
/// (SQLite documentation, pragma synchronous: in WAL mode FULL syncs after each transaction). Of
/// one thread only.
public final class SqliteStore implements Stores, AutoCloseable {
    private static final String PUT =
            "INSERT INTO row (kind, key, value) VALUES (?, ?, ?)"
                    + " ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value";
    private static final String DROP = "DELETE FROM row WHERE kind = ? AND key = ?";

    /// Of all stores, so that one prepares it for the others.
    private static final RecordCodec CODEC = new RecordCodec();

    private final Path file;
    private final Connection connection;
    private final Map<String, Long> kinds = new LinkedHashMap<>();
    private PreparedStatement put;
    private PreparedStatement drop;

    private SqliteStore(Path file, Connection connection) throws SQLException {
        this.file = file;
        this.connection = connection;
        Migrations.apply(file, connection);
        readKinds();
        put = connection.prepareStatement(PUT);
        drop = connection.prepareStatement(DROP);
    }

    /// Opens a file, makes it if it is not there, and brings an older one to this version's form.
    /// Only its owner may read it: private keys of certificates are in it. The files that SQLite
    /// puts beside it take its permissions.
    ///
    /// @throws StoreFailure when the file cannot be read or written, or is of a later version
    public static SqliteStore open(Path file) {
        SQLiteConfig settings = new SQLiteConfig();
        settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
        settings.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        settings.setBusyTimeout(5_000);
        Connection connection = null;
        SqliteStore opened = null;
        try {
            own(file);
            connection = settings.createConnection("jdbc:sqlite:" + file);
            opened = new SqliteStore(file, connection);
            return opened;
        } catch (SQLException e) {
            throw failure("open", file, e);
        } finally {
            if (opened == null) {
                close(connection);
            }
        }
    }

    private static void own(Path file) {
        Set<PosixFilePermission> mine = PosixFilePermissions.fromString("rw-------");
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(mine));
            } else if (!Files.getPosixFilePermissions(file).equals(mine)) {
                Files.setPosixFilePermissions(file, mine);
            }
        } catch (IOException e) {
            // SQLite, which opens it next, says what is wrong with it
        }
    }

    /// Loads SQLite's library by a database in memory, so that the first [#open] is quick; whether
    /// that worked.
    public static boolean load() {
        try (Connection memory = new SQLiteConfig().createConnection("jdbc:sqlite::memory:");
                Statement statement = memory.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.next();
        } catch (SQLException e) {
            return false;
        }
    }

    /// A store that keeps nothing for longer than itself.
    public static SqliteStore inMemory() {
        Path nowhere = Path.of(":memory:");
        try {
            return new SqliteStore(
                    nowhere, new SQLiteConfig().createConnection("jdbc:sqlite::memory:"));
        } catch (SQLException e) {
            throw failure("open", nowhere, e);
        }
    }

    @Override
    public List<Scope> scopes() {
        List<Scope> scopes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT world, min(id) FROM kind GROUP BY 1 ORDER BY 2")) {
            while (rows.next()) {
                String[] world = rows.getString(1).split(" ", 2);
                scopes.add(new Scope(world[0], world[1]));
            }
            return scopes;
        } catch (SQLException e) {
            throw failure("read", file, e);
        }
    }

    @Override
    public Store of(Scope scope, List<Table<?>> tables) {
        Map<String, Class<? extends Row>> types = new LinkedHashMap<>();
        tables.forEach(table -> types.put(table.name(), table.type()));
        return new WorldStore(scope.account() + ' ' + scope.region(), types);
    }

    @Override
    public void clear() {
        try {
            execute("BEGIN IMMEDIATE");
            execute("DELETE FROM row");
            execute("DELETE FROM kind");
            execute("COMMIT");
            kinds.clear();
        } catch (SQLException e) {
            rollback();
            throw failure("clear", file, e);
        }
    }

    /// Lets the file have no more than so many pages, for tests of a full disk.
    void limitPages(int pages) throws SQLException {
        execute("PRAGMA max_page_count = " + pages);
    }

    @Override
    public void close() {
        close(connection);
    }

    private final class WorldStore implements Store {
        private final String world;
        private final Map<String, Class<? extends Row>> types;

        WorldStore(String world, Map<String, Class<? extends Row>> types) {
            this.world = world;
            this.types = types;
        }

        @Override
        public void commit(List<Change> changes) {
            if (changes.isEmpty()) {
                return;
            }
            boolean kept = false;
            try {
                execute("BEGIN IMMEDIATE");
                for (Change change : changes) {
                    save(change);
                }
                execute("COMMIT");
                kept = true;
            } catch (SQLException e) {
                throw failure("write", file, e);
            } finally {
                if (!kept) {
                    rollback();
                }
            }
        }

        private void save(Change change) throws SQLException {
            long kind = kind(change.table());
            Row row = change.row();
            PreparedStatement statement = row == null ? drop : put;
            statement.setLong(1, kind);
            statement.setString(2, change.key());
            if (row != null) {
                statement.setString(3, CODEC.write(type(change.table(), row), row));
            }
            statement.executeUpdate();
        }

        private Class<? extends Row> type(String table, Row row) {
            Class<? extends Row> type = types.get(table);
            return type == null ? row.getClass() : type;
        }

        private long kind(String table) throws SQLException {
            Long known = kinds.get(world + '/' + table);
            if (known != null) {
                return known;
            }
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO kind (world, name) VALUES (?, ?) RETURNING id")) {
                insert.setString(1, world);
                insert.setString(2, table);
                try (ResultSet rows = insert.executeQuery()) {
                    rows.next();
                    long id = rows.getLong(1);
                    kinds.put(world + '/' + table, id);
                    return id;
                }
            }
        }

        @Override
        public void load(Consumer<Change> each) {
            try (PreparedStatement select =
                    connection.prepareStatement(
                            "SELECT kind.name, row.key, row.value FROM row JOIN kind"
                                    + " ON kind.id = row.kind WHERE kind.world = ?"
                                    + " ORDER BY row.id")) {
                select.setString(1, world);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        String table = rows.getString(1);
                        Class<? extends Row> type = types.get(table);
                        if (type == null) {
                            throw new StoreFailure(
                                    "cannot read "
                                            + file
                                            + ": it has rows of a kind that this version of"
                                            + " Kingtide does not know ("
                                            + table
                                            + "); use the version that wrote it, or another"
                                            + " directory (--data)",
                                    new SQLException(table));
                        }
                        each.accept(
                                new Change(
                                        table,
                                        rows.getString(2),
                                        CODEC.read(type, rows.getString(3))));
                    }
                }
            } catch (SQLException e) {
                throw failure("read", file, e);
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void readKinds() throws SQLException {
        kinds.clear();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, world, name FROM kind")) {
            while (rows.next()) {
                kinds.put(rows.getString(2) + '/' + rows.getString(3), rows.getLong(1));
            }
        }
    }

    /// Ends a transaction that failed; SQLite has ended some by itself (a full disk, say).
    private void rollback() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            Invariant.require(
                    String.valueOf(e.getMessage()).contains("no transaction is active"),
                    () -> "cannot end a transaction of " + file + ": " + e.getMessage());
        }
        try {
            readKinds();
            put.close(); // the driver does not let a statement that failed be used again
            drop.close();
            put = connection.prepareStatement(PUT);
            drop = connection.prepareStatement(DROP);
        } catch (SQLException e) {
            throw failure("read", file, e);
        }
    }

    /// What failed, why, and what to do.
    static StoreFailure failure(String action, Path file, SQLException e) {
        SQLiteErrorCode code = e instanceof SQLiteException known ? known.getResultCode() : null;
        String remedy =
                switch (code) {
                    case SQLITE_FULL -> "the disk is full: free some space, then try again";
                    case SQLITE_READONLY, SQLITE_PERM, SQLITE_READONLY_DIRECTORY ->
                            "it, its directory or the disk is read-only: make it writable";
                    case SQLITE_CANTOPEN ->
                            "check that the directory is there and that you may write in it";
                    case SQLITE_NOTADB, SQLITE_CORRUPT ->
                            "it is not a store of Kingtide, or it is damaged: restore a copy or use"
                                    + " another directory (--data)";
                    case SQLITE_BUSY -> "another program has locked it";
                    case null, default -> "check the disk and the permissions";
                };
        return new StoreFailure(
                "cannot " + action + ' ' + file + ": " + e.getMessage() + "; " + remedy, e);
    }

    private static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new StoreFailure("cannot close the store: " + e.getMessage(), e);
        }
    }
}
