package dev.kingtide.edge.proxy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Connections to a target, in the order in which they came. Each is in one list at a time and
/// holds its own links, so that a request, which moves a connection twice, makes nothing and looks
/// for nothing.
final class ConnectionList {
    private @Nullable TargetConnection last;
    private @Nullable TargetConnection first;

    boolean isEmpty() {
        return last == null;
    }

    /// Adds one that is in no list.
    void add(TargetConnection connection) {
        connection.list = this;
        connection.before = last;
        connection.after = null;
        if (last == null) {
            first = connection;
        } else {
            last.after = connection;
        }
        last = connection;
    }

    /// Takes the one that came last; null when there is none.
    @Nullable TargetConnection pollLast() {
        TargetConnection taken = last;
        if (taken != null) {
            remove(taken);
        }
        return taken;
    }

    /// Takes one out.
    ///
    /// @return false when it is not in this list
    @SuppressWarnings("ReferenceEquality") // the very list
    boolean remove(TargetConnection connection) {
        if (connection.list != this) {
            return false;
        }
        TargetConnection before = connection.before;
        TargetConnection after = connection.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        connection.list = null;
        connection.before = null;
        connection.after = null;
        return true;
    }

    /// All of them now, the first that came first.
    List<TargetConnection> all() {
        List<TargetConnection> all = new ArrayList<>();
        for (TargetConnection each = first; each != null; each = each.after) {
            all.add(each);
        }
        return all;
    }
}
