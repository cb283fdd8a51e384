package dev.kingtide.core.driver;

import dev.kingtide.core.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A store that lasts as long as the process: for rehearsals and tests.
public final class MemoryStore implements Store {
    private final Map<String, Map<String, Change>> tables = new LinkedHashMap<>();

    @Override
    public void commit(List<Change> changes) {
        for (Change change : changes) {
            Map<String, Change> rows =
                    tables.computeIfAbsent(change.table(), name -> new LinkedHashMap<>());
            if (change.row() == null) {
                rows.remove(change.key());
            } else {
                rows.put(change.key(), change);
            }
        }
    }

    @Override
    public void load(Consumer<Change> each) {
        tables.values().forEach(rows -> rows.values().forEach(each));
    }
}
