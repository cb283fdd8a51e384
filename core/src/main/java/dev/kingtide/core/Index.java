package dev.kingtide.core;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows of a table grouped by a value of theirs; each group in the order in which its rows
/// joined it.
///
/// Finding, counting, first and last cost O(1), and a change that leaves a row in its group costs
/// nothing but the grouping function: groups hold keys, not rows. A group must not be changed while
/// it is walked: take [#list].
///
/// @param <K> the grouping value: a string, an enum or a record of such
/// @param <R> the record
public final class Index<K, R extends Row> implements Table.Watcher<R> {
    private final Table<R> table;
    private final Function<R, @Nullable K> keyOf;
    private final LinkedHashMap<K, LinkedHashSet<String>> groups = new LinkedHashMap<>();

    Index(Table<R> table, Function<R, @Nullable K> keyOf) {
        this.table = table;
        this.keyOf = keyOf;
    }

    /// The rows of a group: a live view.
    public Collection<R> get(K key) {
        LinkedHashSet<String> group = groups.get(key);
        return group == null ? List.of() : new Group<>(table, group);
    }

    /// The rows of a group, copied.
    public List<R> list(K key) {
        LinkedHashSet<String> group = groups.get(key);
        if (group == null) {
            return List.of();
        }
        List<R> rows = new ArrayList<>(group.size());
        group.forEach(row -> rows.add(table.require(row)));
        return Collections.unmodifiableList(rows);
    }

    /// How many rows a group has.
    public int count(K key) {
        LinkedHashSet<String> group = groups.get(key);
        return group == null ? 0 : group.size();
    }

    /// The row that joined the group first, or null.
    public @Nullable R first(K key) {
        LinkedHashSet<String> group = groups.get(key);
        return group == null ? null : table.get(group.getFirst());
    }

    /// The row that joined the group last, or null.
    public @Nullable R last(K key) {
        LinkedHashSet<String> group = groups.get(key);
        return group == null ? null : table.get(group.getLast());
    }

    /// The groups that have rows, in the order in which they came to be.
    public Set<K> keys() {
        return Collections.unmodifiableSet(groups.keySet());
    }

    @Override
    public void changed(@Nullable R before, @Nullable R after) {
        K from = before == null ? null : keyOf.apply(before);
        K to = after == null ? null : keyOf.apply(after);
        if (from != null && from.equals(to)) {
            return;
        }
        if (before != null && from != null) {
            leave(from, before.key());
        }
        if (after != null && to != null) {
            groups.computeIfAbsent(to, k -> new LinkedHashSet<>()).add(after.key());
        }
    }

    private void leave(K key, String row) {
        LinkedHashSet<String> group = groups.get(key);
        if (group != null) {
            group.remove(row);
            if (group.isEmpty()) {
                groups.remove(key);
            }
        }
    }

    /// The rows behind a group's keys.
    private static final class Group<R extends Row> extends AbstractCollection<R> {
        private final Table<R> table;
        private final Set<String> keys;

        Group(Table<R> table, Set<String> keys) {
            this.table = table;
            this.keys = keys;
        }

        @Override
        public Iterator<R> iterator() {
            Iterator<String> each = keys.iterator();
            return new Iterator<>() {

                @Override
                public boolean hasNext() {
                    return each.hasNext();
                }

                @Override
                public R next() {
                    return table.require(each.next());
                }
            };
        }

        @Override
        public int size() {
            return keys.size();
        }
    }
}
