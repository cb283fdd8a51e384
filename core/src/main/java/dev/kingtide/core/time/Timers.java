package dev.kingtide.core.time;

import dev.kingtide.core.Table;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The timers of a World, soonest first; those due at the same moment in the order in which they
/// were set.
///
/// Moving or cancelling a timer leaves its old entry in the queue; the entry is dropped when it
/// comes up.
public final class Timers implements Table.Watcher<Timer> {

    /// The timers as stored.
    public final Table<Timer> table = new Table<>("timer");

    private final PriorityQueue<Entry> queue =
            new PriorityQueue<>(
                    Comparator.comparingLong((Entry e) -> e.timer.dueMillis())
                            .thenComparingLong(e -> e.sequence));
    private long sequence;

    private record Entry(Timer timer, long sequence) {}

    /// No timers.
    public Timers() {
        table.watch(this);
    }

    @Override
    public void changed(@Nullable Timer before, @Nullable Timer after) {
        if (after != null) {
            queue.add(new Entry(after, sequence++));
        }
    }

    /// The next timer, or null.
    public @Nullable Timer next() {
        for (Entry entry = queue.peek(); entry != null; entry = queue.peek()) {
            if (isCurrent(entry.timer)) {
                return entry.timer;
            }
            queue.poll();
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
        return table.get(timer.key()) == timer;
    }
}
