package dev.kingtide.core.task;

import dev.kingtide.core.Table;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The families that have task definitions, in the order of their names, and how many ACTIVE
/// revisions each has: what a list of definitions or of families goes through.
public final class Families {
    private final TreeMap<String, Integer> revisions = new TreeMap<>();
    private final TreeMap<String, Integer> active = new TreeMap<>();

    Families(Table<TaskDefinition> definitions) {
        definitions.watch(this::changed);
    }

    /// The names of all families, sorted: a live view.
    public NavigableSet<String> names() {
        return Collections.unmodifiableNavigableSet(revisions.navigableKeySet());
    }

    /// Whether a family has an ACTIVE revision.
    public boolean isActive(String family) {
        return active.getOrDefault(family, 0) > 0;
    }

    private void changed(@Nullable TaskDefinition before, @Nullable TaskDefinition after) {
        count(before, -1);
        count(after, 1);
    }

    private void count(@Nullable TaskDefinition definition, int by) {
        if (definition == null) {
            return;
        }
        String family = definition.family();
        if (definition.active()) {
            active.merge(family, by, Integer::sum);
        }
        if (revisions.merge(family, by, Integer::sum) == 0) {
            revisions.remove(family);
        }
    }
}
