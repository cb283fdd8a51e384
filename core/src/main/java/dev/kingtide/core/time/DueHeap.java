package dev.kingtide.core.time;

import dev.kingtide.core.Invariant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Things by the moment at which they are due; those due at the same moment in the order in which
/// they came.
///
/// A 4-ary heap over primitive arrays: a third of the comparisons' cost of a binary heap of objects
/// (LaMarca and Ladner: The influence of caches on the performance of heaps, 1996).
///
/// @param <T> what is due
final class DueHeap<T> {
    private static final int CHILDREN = 4;
    private long[] due = new long[64];
    private long[] order = new long[64];
    private @Nullable Object[] things = new @Nullable Object[64];
    private int size;
    private long added;

    /// Whether nothing is due, ever.
    boolean isEmpty() {
        return size == 0;
    }

    /// When the next thing is due; `Long.MAX_VALUE` when there is none.
    long nextDueMillis() {
        return size == 0 ? Long.MAX_VALUE : due[0];
    }

    /// The next thing, or null.
    @Nullable T peek() {
        return size == 0 ? null : thing(0);
    }

    /// Adds a thing.
    void add(long dueMillis, T thing) {
        if (size == due.length) {
            due = Arrays.copyOf(due, size * 2);
            order = Arrays.copyOf(order, size * 2);
            things = Arrays.copyOf(things, size * 2);
        }
        long number = added++;
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) / CHILDREN;
            if (due[parent] <= dueMillis) { // what came before is older, so equal stays above
                break;
            }
            move(parent, at);
            at = parent;
        }
        set(at, dueMillis, number, thing);
    }

    /// Takes the next thing, which must be there.
    T remove() {
        Invariant.require(size > 0, "nothing is due");
        T first = thing(0);
        size--;
        Object last = things[size];
        things[size] = null;
        if (size > 0) {
            sink(due[size], order[size], last);
        }
        return first;
    }

    private void sink(long dueMillis, long number, @Nullable Object thing) {
        int at = 0;
        while (true) {
            int child = at * CHILDREN + 1;
            if (child >= size) {
                break;
            }
            int soonest = child;
            int end = Math.min(child + CHILDREN, size);
            for (int i = child + 1; i < end; i++) {
                if (isSooner(due[i], order[i], due[soonest], order[soonest])) {
                    soonest = i;
                }
            }
            if (!isSooner(due[soonest], order[soonest], dueMillis, number)) {
                break;
            }
            move(soonest, at);
            at = soonest;
        }
        set(at, dueMillis, number, thing);
    }

    private static boolean isSooner(long due, long order, long otherDue, long otherOrder) {
        return due < otherDue || (due == otherDue && order < otherOrder);
    }

    private void move(int from, int to) {
        set(to, due[from], order[from], things[from]);
    }

    private void set(int at, long dueMillis, long number, @Nullable Object thing) {
        due[at] = dueMillis;
        order[at] = number;
        things[at] = thing;
    }

    @SuppressWarnings("unchecked") // only a T is ever added
    private T thing(int at) {
        Object thing = things[at];
        if (thing == null) {
            throw Invariant.broken("nothing at " + at);
        }
        return (T) thing;
    }
}
