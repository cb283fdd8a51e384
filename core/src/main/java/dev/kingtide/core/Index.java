package dev.kingtide.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows of a table grouped by a value of theirs; each group in the order in which its rows
/// joined it.
///
/// Finding, counting, first and last cost O(1). A group must not be changed while it is walked:
/// take [#list].
///
/// @param <K> the grouping value: a string, an enum or a record of such
/// @param <R> the record
public final class Index<K, R extends Row> implements Table.Watcher<R> {
    private final Function<R, @Nullable K> keyOf;
    private final LinkedHashMap<K, LinkedHashMap<String, R>> groups = new LinkedHashMap<>();

    Index(Function<R, @Nullable K> keyOf) {
        this.keyOf = keyOf;
    }

    /// The rows of a group: a live view.
    public SequencedCollection<R> get(K key) {
        LinkedHashMap<String, R> group = groups.get(key);
        return group == null
                ? List.of()
                : Collections.unmodifiableSequencedCollection(group.sequencedValues());
    }

    /// The rows of a group, copied.
    public List<R> list(K key) {
        return List.copyOf(get(key));
    }

    /// How many rows a group has.
    public int count(K key) {
        LinkedHashMap<String, R> group = groups.get(key);
        return group == null ? 0 : group.size();
    }

    /// The row that joined the group first, or null.
    public @Nullable R first(K key) {
        LinkedHashMap<String, R> group = groups.get(key);
        return group == null ? null : group.firstEntry().getValue();
    }

    /// The row that joined the group last, or null.
    public @Nullable R last(K key) {
        LinkedHashMap<String, R> group = groups.get(key);
        return group == null ? null : group.lastEntry().getValue();
    }

    /// The groups that have rows, in the order in which they came to be.
    public Set<K> keys() {
        return Collections.unmodifiableSet(groups.keySet());
    }

    @Override
    public void changed(@Nullable R before, @Nullable R after) {
        K from = before == null ? null : keyOf.apply(before);
        K to = after == null ? null : keyOf.apply(after);
        if (before != null && from != null && !from.equals(to)) {
            leave(from, before.key());
        }
        if (after != null && to != null) {
            groups.computeIfAbsent(to, k -> new LinkedHashMap<>()).put(after.key(), after);
        }
    }

    private void leave(K group, String key) {
        LinkedHashMap<String, R> rows = groups.get(group);
        if (rows != null) {
            rows.remove(key);
            if (rows.isEmpty()) {
                groups.remove(group);
            }
        }
    }
}
