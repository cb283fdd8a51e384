package dev.kingtide.core.time;

import dev.kingtide.core.Invariant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Things by the moment at which they are due; those due at the same moment in the order in which
/// they came.
///
/// A calendar queue (Brown: Calendar queues, 1988) over heaps: what is due later than the current
/// span of about a second waits unsorted in the span's own list, so that adding it and taking it
/// cost the same however many others wait. A span is sorted when its turn comes. What is added to
/// the current span, and what is due beyond the calendar of about an hour, is in [DueHeap]s.
///
/// @param <T> what is due
public final class DueQueue<T> {
    private static final int SPAN_BITS = 10;
    private static final int SPAN_MILLIS = 1 << SPAN_BITS;
    private static final int SPANS = 4096;

    private final @Nullable Span[] calendar = new @Nullable Span[SPANS];
    private final DueHeap<T> beyond = new DueHeap<>();
    private final DueHeap<T> late = new DueHeap<>();
    private final int[] starts = new int[SPAN_MILLIS + 1];
    private Span current = new Span();
    private int at;
    private long span;
    private int inCalendar;

    /// What is due within a span, in the order in which it came or, once it is current, sorted.
    private static final class Span {
        private long[] due = new long[8];
        private @Nullable Object[] things = new @Nullable Object[8];
        private int size;

        void add(long dueMillis, Object thing) {
            if (size == due.length) {
                due = Arrays.copyOf(due, size * 2);
                things = Arrays.copyOf(things, size * 2);
            }
            due[size] = dueMillis;
            things[size++] = thing;
        }
    }

    /// Whether nothing is due, ever.
    public boolean isEmpty() {
        return at == current.size && late.isEmpty() && inCalendar == 0 && beyond.isEmpty();
    }

    /// When the next thing is due; `Long.MAX_VALUE` when there is none.
    public long nextDueMillis() {
        if (!advance()) {
            return Long.MAX_VALUE;
        }
        return isNextLate() ? late.nextDueMillis() : current.due[at];
    }

    /// The next thing, or null.
    public @Nullable T peek() {
        if (!advance()) {
            return null;
        }
        return isNextLate() ? late.peek() : thing(at);
    }

    /// Adds a thing.
    public void add(long dueMillis, T thing) {
        long of = spanOf(dueMillis);
        if (at == current.size && late.isEmpty() && inCalendar == 0) {
            // nothing is near, so the calendar may begin anywhere before the first thing
            span = Math.min(of, spanOf(beyond.nextDueMillis())) - 1;
        }
        if (of <= span) {
            late.add(dueMillis, thing);
        } else if (of - span >= SPANS) {
            beyond.add(dueMillis, thing);
        } else {
            int slot = slot(of);
            Span list = calendar[slot];
            if (list == null) {
                list = new Span();
                calendar[slot] = list;
            }
            list.add(dueMillis, thing);
            inCalendar++;
        }
    }

    /// Takes the next thing, which must be there.
    public T remove() {
        Invariant.require(advance(), "nothing is due");
        if (isNextLate()) {
            return late.remove();
        }
        T next = thing(at);
        current.things[at++] = null;
        return next;
    }

    /// What was there when the span became current came before what was added since.
    private boolean isNextLate() {
        return at == current.size || (!late.isEmpty() && late.nextDueMillis() < current.due[at]);
    }

    /// Goes to the next span that has anything, unless the current one has; false when none has.
    private boolean advance() {
        if (at < current.size || !late.isEmpty()) {
            return true;
        }
        if (inCalendar == 0 && beyond.isEmpty()) {
            return false;
        }
        long next = spanOf(beyond.nextDueMillis());
        if (inCalendar > 0) {
            long first = span + 1;
            while (first < next && calendar[slot(first)] == null) {
                first++;
            }
            next = first;
        }
        span = next;
        fill();
        return true;
    }

    /// Makes a span current: what came from beyond the calendar came first.
    private void fill() {
        Span all = new Span();
        while (!beyond.isEmpty() && spanOf(beyond.nextDueMillis()) == span) {
            all.add(beyond.nextDueMillis(), beyond.remove());
        }
        Span list = calendar[slot(span)];
        if (list != null) {
            calendar[slot(span)] = null;
            inCalendar -= list.size;
            if (all.size == 0) {
                all = list;
            } else {
                for (int i = 0; i < list.size; i++) {
                    all.add(list.due[i], object(list, i));
                }
            }
        }
        current = sorted(all);
        at = 0;
    }

    /// Sorts stably by the millisecond within the span: by insertion what is nearly sorted or
    /// little, by counting what is more.
    private Span sorted(Span list) {
        int size = list.size;
        if (size > 64) {
            return counted(list);
        }
        for (int i = 1; i < size; i++) {
            long due = list.due[i];
            Object thing = list.things[i];
            int to = i;
            while (to > 0 && list.due[to - 1] > due) {
                list.due[to] = list.due[to - 1];
                list.things[to] = list.things[to - 1];
                to--;
            }
            list.due[to] = due;
            list.things[to] = thing;
        }
        return list;
    }

    private Span counted(Span list) {
        Arrays.fill(starts, 0);
        for (int i = 0; i < list.size; i++) {
            starts[offset(list.due[i]) + 1]++;
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        Span sorted = new Span();
        sorted.due = new long[list.size];
        sorted.things = new @Nullable Object[list.size];
        sorted.size = list.size;
        for (int i = 0; i < list.size; i++) {
            int to = starts[offset(list.due[i])]++;
            sorted.due[to] = list.due[i];
            sorted.things[to] = list.things[i];
        }
        return sorted;
    }

    private static long spanOf(long dueMillis) {
        return dueMillis >> SPAN_BITS;
    }

    private static int offset(long dueMillis) {
        return (int) (dueMillis & (SPAN_MILLIS - 1));
    }

    private static int slot(long span) {
        return (int) (span & (SPANS - 1));
    }

    private static Object object(Span list, int i) {
        Object thing = list.things[i];
        if (thing == null) {
            throw Invariant.broken("nothing at " + i);
        }
        return thing;
    }

    @SuppressWarnings("unchecked") // only a T is ever added
    private T thing(int i) {
        return (T) object(current, i);
    }
}
