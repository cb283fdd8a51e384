package dev.kingtide.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All records of one kind, by key, in the order in which they came, with the indexes over them.
///
/// Only a [Turn] changes a table. Lookups cost O(1); [#rows] is for tests, listings and restart,
/// never for a decision.
///
/// @param <R> the record
public final class Table<R extends Row> {
    private final String name;
    private final LinkedHashMap<String, R> rows = new LinkedHashMap<>();
    private final List<Watcher<R>> watchers = new ArrayList<>();

    /// Something that is kept in step with a table: an index, a queue, a sum.
    ///
    /// It is told of every change, also of the ones that undo a refused turn, so it must hold
    /// nothing that cannot be derived from the rows.
    ///
    /// @param <R> the record
    @FunctionalInterface
    public interface Watcher<R extends Row> {

        /// A row came (`before` is null), changed, or went (`after` is null).
        void changed(@Nullable R before, @Nullable R after);
    }

    /// An empty table; the name is the one under which a [dev.kingtide.core.driver.Store] keeps its
    /// rows.
    public Table(String name) {
        this.name = name;
    }

    /// The name under which rows are stored.
    public String name() {
        return name;
    }

    /// The row, or null.
    public @Nullable R get(String key) {
        return rows.get(key);
    }

    /// The row, which must be there.
    public R require(String key) {
        R row = rows.get(key);
        if (row == null) {
            throw Invariant.broken("no " + name + " with key " + key);
        }
        return row;
    }

    /// How many rows there are.
    public int size() {
        return rows.size();
    }

    /// All rows, oldest key first.
    public Collection<R> rows() {
        return Collections.unmodifiableCollection(rows.values());
    }

    /// A new index over this table; the function gives null for a row that the index leaves out.
    public <K> Index<K, R> index(Function<R, @Nullable K> keyOf) {
        Index<K, R> index = new Index<>(this, keyOf);
        watch(index);
        return index;
    }

    /// Keeps `watcher` in step from now on, beginning with the rows that are there.
    public void watch(Watcher<R> watcher) {
        for (R row : rows.values()) {
            watcher.changed(null, row);
        }
        watchers.add(watcher);
    }

    /// Sets or (with null) removes a row and returns what was there; for [Turn], undo and restart
    /// only.
    @Nullable R set(String key, @Nullable R row) {
        R before = row == null ? rows.remove(key) : rows.put(key, row);
        if (before != null || row != null) {
            for (int i = 0; i < watchers.size(); i++) {
                watchers.get(i).changed(before, row);
            }
        }
        return before;
    }
}
