package dev.kingtide.core.traffic;

import dev.kingtide.core.Row;
import dev.kingtide.core.Table;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows of a table under each of several strings that a row has; in the order of their keys.
///
/// @param <R> the record
public final class MultiIndex<R extends Row> implements Table.Watcher<R> {
    private final Function<R, List<String>> wordsOf;
    private final SortedMap<String, SortedMap<String, R>> groups = new TreeMap<>();

    /// An index over a table, empty as yet; a row without words is left out.
    public MultiIndex(Table<R> table, Function<R, List<String>> wordsOf) {
        this.wordsOf = wordsOf;
        table.watch(this);
    }

    /// The rows that have this word: a live view.
    public Collection<R> get(String word) {
        SortedMap<String, R> group = groups.get(word);
        return group == null ? List.of() : Collections.unmodifiableCollection(group.values());
    }

    /// How many rows have this word.
    public int count(String word) {
        SortedMap<String, R> group = groups.get(word);
        return group == null ? 0 : group.size();
    }

    @Override
    public void changed(@Nullable R before, @Nullable R after) {
        if (before != null) {
            wordsOf.apply(before).forEach(word -> leave(word, before.key()));
        }
        if (after != null) {
            for (String word : wordsOf.apply(after)) {
                groups.computeIfAbsent(word, w -> new TreeMap<>()).put(after.key(), after);
            }
        }
    }

    private void leave(String word, String key) {
        SortedMap<String, R> group = groups.get(word);
        if (group != null) {
            group.remove(key);
            if (group.isEmpty()) {
                groups.remove(word);
            }
        }
    }
}
