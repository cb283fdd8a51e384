package dev.kingtide.core.placement;

import dev.kingtide.core.time.Dice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the tasks of one group that nobody wants to stop are spread over zones and instances.
final class Group {

    /// The group's name, such as `service:web`.
    final String name;

    /// Scatters groups: where a group begins among equally good instances.
    final long bits;

    private final LinkedHashMap<String, Integer> byZone = new LinkedHashMap<>();
    private final List<@Nullable Share> shares = new ArrayList<>();
    private int tasks;

    /// The group's tasks on the instances of one [InstanceClass].
    static final class Share {

        /// The slots that have any.
        final SlotSet members = new SlotSet();

        private final List<SlotSet> levels = new ArrayList<>();
        private int tasks;

        /// How many tasks.
        int tasks() {
            return tasks;
        }

        /// The highest number of tasks that an instance may have.
        int levels() {
            return levels.size();
        }

        /// The slots that have exactly `count` tasks, one at least.
        SlotSet level(int count) {
            return levels.get(count - 1);
        }

        void change(int slot, int before, int after) {
            tasks += after - before;
            if (before > 0) {
                level(before).remove(slot);
            }
            if (after > 0) {
                while (levels.size() < after) {
                    levels.add(new SlotSet());
                }
                level(after).add(slot);
                members.add(slot);
            } else {
                members.remove(slot);
            }
        }
    }

    Group(String name) {
        this.name = name;
        this.bits = new Dice(0).bits("placement", name);
    }

    /// Its tasks on a class, or null if it never had one there.
    @Nullable Share share(InstanceClass of) {
        return of.number < shares.size() ? shares.get(of.number) : null;
    }

    /// How many tasks it has on a class.
    int tasksOn(InstanceClass of) {
        Share share = share(of);
        return share == null ? 0 : share.tasks;
    }

    /// The zones in which it has tasks.
    Set<String> zones() {
        return byZone.keySet();
    }

    /// How many tasks it has in a zone.
    int tasksIn(String zone) {
        return byZone.getOrDefault(zone, 0);
    }

    /// Whether it has none left.
    boolean isEmpty() {
        return tasks == 0;
    }

    /// A task in a zone comes (`by` 1) or goes (`by` -1).
    void inZone(String zone, int by) {
        tasks += by;
        byZone.merge(zone, by, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
    }

    /// The number of its tasks in a slot changes.
    void change(InstanceClass of, int slot, int before, int after) {
        while (shares.size() <= of.number) {
            shares.add(null);
        }
        Share share = shares.get(of.number);
        if (share == null) {
            share = new Share();
            shares.set(of.number, share);
        }
        share.change(slot, before, after);
    }
}
