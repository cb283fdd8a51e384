package dev.kingtide.core.placement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The instances of one cluster by class, the groups of its tasks, and what was found out about
/// [PlacementRules] before.
final class ClusterIndex {
    /// So many remembered plans that no sensible cluster has more; then all are forgotten.
    private static final int PLANS = 20_000;

    private final LinkedHashMap<InstanceClass.Traits, InstanceClass> byTraits =
            new LinkedHashMap<>();
    private final List<InstanceClass> classes = new ArrayList<>();
    private final LinkedHashMap<String, Group> groups = new LinkedHashMap<>();
    private final LinkedHashMap<PlanKey, Plan> plans = new LinkedHashMap<>();

    private record PlanKey(
            PlacementRules rules, @Nullable String capacityProvider, List<String> zones) {}

    /// The classes, oldest first.
    List<InstanceClass> classes() {
        return classes;
    }

    /// The class of instances with these traits.
    InstanceClass classOf(InstanceClass.Traits traits) {
        InstanceClass found = byTraits.get(traits);
        if (found == null) {
            found = new InstanceClass(traits, classes.size());
            byTraits.put(traits, found);
            classes.add(found);
            plans.clear();
        }
        return found;
    }

    /// The group, or null when it has no tasks.
    @Nullable Group group(String name) {
        return groups.get(name);
    }

    /// A task comes (`by` 1) or goes (`by` -1).
    void change(String groupName, String zone, @Nullable Host host, int by) {
        Group group = groups.computeIfAbsent(groupName, Group::new);
        group.inZone(zone, by);
        if (host != null) {
            host.change(group, by);
        }
        if (group.isEmpty()) {
            groups.remove(groupName);
        }
    }

    /// What the rules of an ask mean in this cluster.
    Plan plan(Ask ask) {
        PlanKey key = new PlanKey(ask.rules(), ask.capacityProvider(), ask.zones());
        Plan plan = plans.get(key);
        if (plan == null) {
            if (plans.size() >= PLANS) {
                plans.clear();
            }
            plan = new Plan(classes, ask);
            plans.put(key, plan);
        }
        return plan;
    }
}
