package dev.kingtide.host.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.Change;
import dev.kingtide.core.Scope;
import dev.kingtide.core.Table;
import dev.kingtide.core.driver.Store;
import dev.kingtide.core.driver.StoreContract;
import dev.kingtide.core.driver.StoreFailure;
import dev.kingtide.core.time.Timer;
import dev.kingtide.core.time.TimerKind;
import dev.kingtide.core.traffic.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// [SqliteStore] keeps the contract of [Store], and its file's.
class SqliteStoreTest extends StoreContract {
    private static final List<Table<?>> TABLES =
            List.of(
                    new Table<>("timer", Timer.class),
                    new Table<>("one", Timer.class),
                    new Table<>("two", Timer.class),
                    new Table<>("target", Target.class));

    private final Path directory;
    private SqliteStore file;

    SqliteStoreTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = SqliteStore.open(directory.resolve("kingtide.db"));
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Override
    protected Store open() {
        return file.of(Scope.DEFAULT, TABLES);
    }

    @Override
    protected Store reopen(Store store) {
        file.close();
        file = SqliteStore.open(directory.resolve("kingtide.db"));
        return open();
    }

    @Test
    void accounts_and_regions_are_kept_apart() {
        Store here = open();
        Scope elsewhere = new Scope("210987654321", "eu-central-1");
        Store there = file.of(elsewhere, TABLES);
        here.commit(List.of(timer("a", 1)));
        there.commit(List.of(timer("a", 2), timer("b", 2)));
        here.commit(List.of(new Change("timer", "b", null)));
        assertThat(loaded(here)).containsExactly(timer("a", 1));
        assertThat(loaded(there)).containsExactly(timer("a", 2), timer("b", 2));
        assertThat(file.scopes()).containsExactly(Scope.DEFAULT, elsewhere);
    }

    @Test
    void only_its_owner_may_read_it_whatever_it_was_before() throws IOException {
        Path at = directory.resolve("kingtide.db");
        Set<PosixFilePermission> mine = PosixFilePermissions.fromString("rw-------");
        assertThat(Files.getPosixFilePermissions(at)).isEqualTo(mine);
        file.close();
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rw-r--r--"));
        file = SqliteStore.open(at);
        open().commit(List.of(timer("a", 1)));
        assertThat(Files.getPosixFilePermissions(at)).isEqualTo(mine);
        assertThat(Files.getPosixFilePermissions(directory.resolve("kingtide.db-wal")))
                .isEqualTo(mine);
    }

    @Test
    void cleared_it_holds_nothing() {
        Store store = open();
        store.commit(List.of(timer("a", 1)));
        file.clear();
        assertThat(loaded(store)).isEmpty();
        assertThat(file.scopes()).isEmpty();
        store.commit(List.of(timer("b", 1)));
        assertThat(loaded(store)).containsExactly(timer("b", 1));
    }

    @Test
    void a_full_disk_keeps_what_was_committed_and_nothing_of_what_was_not() throws SQLException {
        Store store = open();
        store.commit(List.of(timer("a", 1)));
        file.close();
        Path path = directory.resolve("kingtide.db");
        file = SqliteStore.open(path);
        file.limitPages(1);
        Store full = file.of(Scope.DEFAULT, TABLES);
        List<Change> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(timer("a row with a long key so that pages fill up, number " + i, i));
        }
        assertThatThrownBy(() -> full.commit(many))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("cannot write " + path)
                .hasMessageContaining("the disk is full");
        assertThat(loaded(full)).containsExactly(timer("a", 1));
        file.limitPages(1_000_000);
        full.commit(many);
        assertThat(loaded(full)).hasSize(1_001);
    }

    @Test
    void a_file_of_a_later_version_is_left_alone() throws SQLException {
        open();
        file.close();
        Path path = directory.resolve("kingtide.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path)) {
            connection.createStatement().executeUpdate("PRAGMA user_version = 99");
        }
        assertThatThrownBy(() -> SqliteStore.open(path))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("a later version of Kingtide wrote it (form 99");
    }

    @Test
    void task_definitions_of_the_first_form_get_a_status() throws SQLException {
        file.close();
        Path path = directory.resolve("kingtide.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 1");
            statement.executeUpdate("INSERT INTO kind VALUES (7, 'w', 'task-definition')");
            statement.executeUpdate(
                    "INSERT INTO row (kind, key, value) VALUES"
                            + " (7, 'web:1', '{\"active\":true,\"shape\":{\"is\":{}}}'),"
                            + " (7, 'web:2', '{\"shape\":{\"is\":{}}}'),"
                            + " (7, 'web:3', '{\"shape\":{\"is\":"
                            + "{\"deleteRequestedAt\":\"2026\"}}}')");
        }
        file = SqliteStore.open(path);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT group_concat(json_extract(value, '$.status') || ' '"
                                        + " || (value ->> '$.active' IS NULL)) FROM row")) {
            assertThat(rows.getString(1)).isEqualTo("ACTIVE 1,INACTIVE 1,DELETE_IN_PROGRESS 1");
        }
    }

    @Test
    void a_file_of_another_kind_is_refused() throws IOException {
        Path path = directory.resolve("other.db");
        Files.writeString(
                path, "this is no database, but long enough to look like one ".repeat(50));
        assertThatThrownBy(() -> SqliteStore.open(path))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("it is not a store of Kingtide");
    }

    @Test
    void a_directory_that_is_not_there_is_named() {
        Path path = directory.resolve("nowhere").resolve("kingtide.db");
        assertThatThrownBy(() -> SqliteStore.open(path))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("cannot open " + path);
    }

    private static Change timer(String subject, long dueMillis) {
        Timer timer = new Timer(TimerKind.TASK_FORGET, subject, dueMillis);
        return new Change("timer", timer.key(), timer);
    }

    private static List<Change> loaded(Store store) {
        List<Change> changes = new ArrayList<>();
        store.load(changes::add);
        return changes;
    }
}
