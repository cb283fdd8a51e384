package dev.kingtide.core;

import dev.kingtide.core.Table.Link;
import dev.kingtide.core.Table.Slot;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows of a table grouped by a value of theirs; each group in the order in which its rows
/// joined it.
///
/// Finding, counting, first and last cost O(1); a change that leaves a row in its group costs
/// nothing but the grouping function, one that moves it relinks it. A group must not be changed
/// while it is walked: take [#list].
///
/// @param <K> the grouping value: a string, an enum or a record of such
/// @param <R> the record
public final class Index<K, R extends Row> {
    private final Table<R> table;
    private final int number;
    private final Function<R, @Nullable K> keyOf;
    private final LinkedHashMap<K, Group<K, R>> groups = new LinkedHashMap<>();

    /// @param number of the index in its table
    Index(Table<R> table, int number, Function<R, @Nullable K> keyOf) {
        this.table = table;
        this.number = number;
        this.keyOf = keyOf;
    }

    /// The rows of a group: a live view.
    public Collection<R> get(K key) {
        Group<K, R> group = groups.get(key);
        return group == null ? List.of() : group;
    }

    /// The rows of a group, copied.
    public List<R> list(K key) {
        Group<K, R> group = groups.get(key);
        return group == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(group));
    }

    /// The rows of a group, the one that joined last first: a live view.
    public Iterable<R> newestFirst(K key) {
        Group<K, R> group = groups.get(key);
        return group == null ? List.of() : () -> group.walk(false);
    }

    /// The rows of a group that joined it after the row of this key, or before it with
    /// `newestFirst`, in that order: a live view; null when that row is not in the group.
    public @Nullable Iterable<R> past(K key, String rowKey, boolean newestFirst) {
        Slot<R> slot = table.find(rowKey);
        Link<R> link = slot == null ? null : slot.links[number];
        return link == null || !link.group.key.equals(key)
                ? null
                : () -> link.group.walk(newestFirst ? link.before : link.after, !newestFirst);
    }

    /// How many rows a group has.
    public int count(K key) {
        Group<K, R> group = groups.get(key);
        return group == null ? 0 : group.size;
    }

    /// The row that joined the group first, or null.
    public @Nullable R first(K key) {
        Group<K, R> group = groups.get(key);
        return group == null || group.first == null ? null : group.first.slot.row;
    }

    /// The row that joined the group last, or null.
    public @Nullable R last(K key) {
        Group<K, R> group = groups.get(key);
        return group == null || group.last == null ? null : group.last.slot.row;
    }

    /// The groups that have rows, in the order in which they came to be.
    public Set<K> keys() {
        return Collections.unmodifiableSet(groups.keySet());
    }

    /// Takes note of a row that came or changed.
    void changed(Slot<R> slot) {
        K to = keyOf.apply(slot.row);
        Link<R> link = slot.links[number];
        if (link != null && link.group.key.equals(to)) {
            return;
        }
        if (link != null) {
            leave(link);
        }
        if (to == null) {
            slot.links[number] = null;
            return;
        }
        Group<K, R> group = groups.get(to);
        if (group == null) {
            group = new Group<>(to);
            groups.put(to, group);
        }
        if (link == null) {
            link = new Link<>(slot, group);
            slot.links[number] = link;
        }
        group.join(link);
    }

    /// Takes note of a row that went.
    void removed(Slot<R> slot) {
        Link<R> link = slot.links[number];
        if (link != null) {
            leave(link);
            slot.links[number] = null;
        }
    }

    private void leave(Link<R> link) {
        Group<?, R> group = link.group;
        group.leave(link);
        if (group.size == 0) {
            groups.remove(group.key);
        }
    }

    /// The rows of one group, linked in the order in which they joined.
    static final class Group<K, R extends Row> extends AbstractCollection<R> {
        private final K key;
        private @Nullable Link<R> first;
        private @Nullable Link<R> last;
        private int size;
        private int changes;

        Group(K key) {
            this.key = key;
        }

        private void join(Link<R> link) {
            link.group = this;
            link.before = last;
            link.after = null;
            if (last == null) {
                first = link;
            } else {
                last.after = link;
            }
            last = link;
            size++;
            changes++;
        }

        private void leave(Link<R> link) {
            if (link.before == null) {
                first = link.after;
            } else {
                link.before.after = link.after;
            }
            if (link.after == null) {
                last = link.before;
            } else {
                link.after.before = link.before;
            }
            size--;
            changes++;
        }

        /// From the first to the last, or back.
        private Iterator<R> walk(boolean forward) {
            return walk(forward ? first : last, forward);
        }

        private Iterator<R> walk(@Nullable Link<R> from, boolean forward) {
            return new Iterator<>() {
                private final int changesBefore = changes;
                private @Nullable Link<R> next = from;

                @Override
                public boolean hasNext() {
                    return next != null;
                }

                @Override
                public R next() {
                    Link<R> link = next;
                    if (link == null) {
                        throw new NoSuchElementException();
                    }
                    Invariant.require(changes == changesBefore, "a group changed on the walk");
                    next = forward ? link.after : link.before;
                    return link.slot.row;
                }
            };
        }

        @Override
        public Iterator<R> iterator() {
            return walk(true);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
