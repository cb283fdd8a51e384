package dev.kingtide.core;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All records of one kind, by key, in the order in which they came, with the indexes over them.
///
/// Only a [Turn] changes a table. Lookups cost O(1); [#rows] is for tests, listings and restart,
/// never for a decision.
///
/// A hash table with chains whose entries, the [Slot]s, also hold the row's places in the indexes:
/// with a million rows each turn finds its row in the main memory, not in a cache, and every map
/// that is asked costs as much again. So a row is looked up once, and moving it from one group of
/// an index to another needs no further lookup.
///
/// @param <R> the record
public final class Table<R extends Row> {
    private static final int FEWEST_BUCKETS = 16;

    private final String name;
    private final Class<R> type;
    private final List<Index<?, R>> indexes = new ArrayList<>();
    private final List<Watcher<R>> watchers = new ArrayList<>();
    private @Nullable Slot<R>[] buckets = buckets(FEWEST_BUCKETS);
    private @Nullable Slot<R> oldest;
    private @Nullable Slot<R> newest;
    private int size;

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
    /// rows, the type what it has to make of them again.
    public Table(String name, Class<R> type) {
        this.name = name;
        this.type = type;
    }

    /// The name under which rows are stored.
    public String name() {
        return name;
    }

    /// What its rows are: a record, or a sealed interface of records.
    public Class<R> type() {
        return type;
    }

    /// The row, or null.
    public @Nullable R get(String key) {
        Slot<R> slot = find(key);
        return slot == null ? null : slot.row;
    }

    /// The row, which must be there.
    public R require(String key) {
        R row = get(key);
        if (row == null) {
            throw Invariant.broken("no " + name + " with key " + key);
        }
        return row;
    }

    /// How many rows there are.
    public int size() {
        return size;
    }

    /// All rows, oldest key first: a live view.
    public Collection<R> rows() {
        return new Rows();
    }

    /// A new index over this table; the function gives null for a row that the index leaves out.
    public <K> Index<K, R> index(Function<R, @Nullable K> keyOf) {
        Index<K, R> index = new Index<>(this, indexes.size(), keyOf);
        indexes.add(index);
        for (Slot<R> slot = oldest; slot != null; slot = slot.newer) {
            slot.indexed(indexes.size());
            index.changed(slot);
        }
        return index;
    }

    /// Keeps `watcher` in step from now on, beginning with the rows that are there.
    public void watch(Watcher<R> watcher) {
        for (R row : rows()) {
            watcher.changed(null, row);
        }
        watchers.add(watcher);
    }

    /// Takes a row back that a store kept, before the first turn.
    void restore(Row row) {
        set(row.key(), type.cast(row));
    }

    /// Sets or (with null) removes a row and returns what was there; for [Turn], undo and restart
    /// only.
    @Nullable R set(String key, @Nullable R row) {
        R before = row == null ? drop(key) : store(key, row);
        if (before != null || row != null) {
            for (int i = 0; i < watchers.size(); i++) {
                watchers.get(i).changed(before, row);
            }
        }
        return before;
    }

    private @Nullable R store(String key, R row) {
        Slot<R> slot = find(key);
        R before = null;
        if (slot == null) {
            slot = new Slot<>(key, row, indexes.size());
            add(slot);
        } else {
            before = slot.row;
            slot.row = row;
        }
        for (int i = 0; i < indexes.size(); i++) {
            indexes.get(i).changed(slot);
        }
        return before;
    }

    private @Nullable R drop(String key) {
        Slot<R> slot = find(key);
        if (slot == null) {
            return null;
        }
        remove(slot);
        for (int i = 0; i < indexes.size(); i++) {
            indexes.get(i).removed(slot);
        }
        return slot.row;
    }

    /// The entry of a key, or null.
    @Nullable Slot<R> find(String key) {
        if (size == 0) {
            return null;
        }
        int hash = hash(key);
        for (Slot<R> slot = buckets[hash & (buckets.length - 1)]; slot != null; slot = slot.chain) {
            if (slot.hash == hash && slot.key.equals(key)) {
                return slot;
            }
        }
        return null;
    }

    private void add(Slot<R> slot) {
        if (size >= buckets.length) {
            grow();
        }
        int bucket = slot.hash & (buckets.length - 1);
        slot.chain = buckets[bucket];
        buckets[bucket] = slot;
        slot.older = newest;
        if (newest == null) {
            oldest = slot;
        } else {
            newest.newer = slot;
        }
        newest = slot;
        size++;
    }

    private void grow() {
        buckets = buckets(buckets.length * 2);
        for (Slot<R> slot = oldest; slot != null; slot = slot.newer) {
            int bucket = slot.hash & (buckets.length - 1);
            slot.chain = buckets[bucket];
            buckets[bucket] = slot;
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very slot
    private void remove(Slot<R> slot) {
        int bucket = slot.hash & (buckets.length - 1);
        Slot<R> before = null;
        for (Slot<R> each = buckets[bucket]; each != slot && each != null; each = each.chain) {
            before = each;
        }
        if (before == null) {
            buckets[bucket] = slot.chain;
        } else {
            before.chain = slot.chain;
        }
        if (slot.older == null) {
            oldest = slot.newer;
        } else {
            slot.older.newer = slot.newer;
        }
        if (slot.newer == null) {
            newest = slot.older;
        } else {
            slot.newer.older = slot.older;
        }
        size--;
    }

    private static int hash(String key) {
        int hash = key.hashCode();
        return hash ^ (hash >>> 16);
    }

    @SuppressWarnings("unchecked") // an array of nulls
    private static <R extends Row> @Nullable Slot<R>[] buckets(int count) {
        return (Slot<R>[]) new Slot<?>[count];
    }

    /// A row and its places in the table and in the table's indexes.
    static final class Slot<R extends Row> {
        private static final Link<?>[] NONE = {};

        private final String key;
        private final int hash;
        private @Nullable Slot<R> chain;
        private @Nullable Slot<R> older;
        private @Nullable Slot<R> newer;

        /// By an index's number; null where the index leaves the row out.
        @Nullable Link<R>[] links;

        R row;

        Slot(String key, R row, int indexes) {
            this.key = key;
            this.hash = hash(key);
            this.row = row;
            this.links = links(indexes);
        }

        private void indexed(int indexes) {
            if (links.length < indexes) {
                links = Arrays.copyOf(links, indexes);
            }
        }

        @SuppressWarnings("unchecked") // an array of nulls
        private static <R extends Row> @Nullable Link<R>[] links(int count) {
            return (Link<R>[]) (count == 0 ? NONE : new Link<?>[count]);
        }
    }

    /// A row's place in a group of an index.
    static final class Link<R extends Row> {
        final Slot<R> slot;
        Index.Group<?, R> group;
        @Nullable Link<R> before;
        @Nullable Link<R> after;

        Link(Slot<R> slot, Index.Group<?, R> group) {
            this.slot = slot;
            this.group = group;
        }
    }

    /// The rows, oldest first.
    private final class Rows extends AbstractCollection<R> {

        @Override
        public Iterator<R> iterator() {
            return new Iterator<>() {
                private @Nullable Slot<R> next = oldest;

                @Override
                public boolean hasNext() {
                    return next != null;
                }

                @Override
                public R next() {
                    Slot<R> slot = next;
                    if (slot == null) {
                        throw new NoSuchElementException();
                    }
                    next = slot.newer;
                    return slot.row;
                }
            };
        }

        @Override
        public int size() {
            return size;
        }
    }
}
