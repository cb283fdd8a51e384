package dev.kingtide.core.time;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The timers of a World, soonest first; those due at the same moment in the order in which they
/// were set.
///
/// Moving or cancelling a timer leaves its old entry in the queue; the entry is dropped when it
/// comes up.
public final class Timers implements Table.Watcher<Timer> {
    private final Map<TimerKind, Table<Timer>> tables = new EnumMap<>(TimerKind.class);
    private final DueQueue<Timer> queue = new DueQueue<>();

    /// No timers.
    public Timers() {
        for (TimerKind kind : TimerKind.values()) {
            Table<Timer> table = new Table<>("timer " + kind.name(), Timer.class);
            table.watch(this);
            tables.put(kind, table);
        }
    }

    /// The timers of a kind, by subject.
    public Table<Timer> of(TimerKind kind) {
        Table<Timer> table = tables.get(kind);
        if (table == null) {
            throw Invariant.broken("no timers of kind " + kind);
        }
        return table;
    }

    /// The timer of a kind for a subject, or null.
    public @Nullable Timer get(TimerKind kind, String subject) {
        return of(kind).get(subject);
    }

    /// How many timers are set.
    public int size() {
        return tables.values().stream().mapToInt(Table::size).sum();
    }

    @Override
    public void changed(@Nullable Timer before, @Nullable Timer after) {
        if (after != null) {
            queue.add(after.dueMillis(), after);
        }
    }

    /// The next timer, or null.
    public @Nullable Timer next() {
        for (Timer timer = queue.peek(); timer != null; timer = queue.peek()) {
            if (isCurrent(timer)) {
                return timer;
            }
            queue.remove();
        }
        return null;
    }

    /// When the next timer is due; `Long.MAX_VALUE` when there is none.
    public long nextDueMillis() {
        Timer timer = next();
        return timer == null ? Long.MAX_VALUE : timer.dueMillis();
    }

    @SuppressWarnings("ReferenceEquality") // the very version that was queued, not an equal one
    private boolean isCurrent(Timer timer) {
        return get(timer.kind(), timer.subject()) == timer;
    }

    /// Every table, those whose rows others are read with first.
    public List<Table<?>> all() {
        return new ArrayList<>(tables.values());
    }
}
