package dev.kingtide.core.placement;

import dev.kingtide.core.placement.PlacementStrategy.SpreadAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the rules of an ask mean in a cluster: which classes of instances may take its tasks at
/// all, and in which order they are looked at.
///
/// It holds as long as no class is added, so every expression on attributes is evaluated once for
/// each class and not for each task or instance.
final class Plan {

    /// Classes that may take the tasks and that the leading attribute spreads do not tell apart.
    ///
    /// @param spreads for each leading attribute spread the classes of the cluster whose tasks
    ///   count
    /// @param members the classes
    record Tier(List<List<InstanceClass>> spreads, List<InstanceClass> members) {}

    /// A class that may not take the tasks, and why.
    record Rejected(InstanceClass of, Reason reason) {}

    private final List<Tier> tiers;
    private final List<Rejected> rejected = new ArrayList<>();
    private final List<Expression> perInstance = new ArrayList<>();
    private final List<PlacementStrategy> rest;
    private final boolean distinct;
    private final boolean random;

    Plan(List<InstanceClass> classes, Ask ask) {
        PlacementRules rules = ask.rules();
        List<Expression> perClass = new ArrayList<>();
        for (PlacementConstraint constraint : rules.constraints()) {
            if (constraint instanceof PlacementConstraint.MemberOf(Expression expression)) {
                (expression.onAttributesOnly() ? perClass : perInstance).add(expression);
            }
        }
        distinct = rules.distinctInstances();
        List<PlacementStrategy> strategies = rules.strategies();
        int chance = strategies.indexOf(new PlacementStrategy.Random());
        random = chance >= 0;
        List<PlacementStrategy> narrowing = random ? strategies.subList(0, chance) : strategies;
        List<String> leading = leadingSpreads(narrowing);
        rest = narrowing.subList(leading.size(), narrowing.size());
        Map<List<String>, List<InstanceClass>> alike = alike(classes, leading);
        LinkedHashMap<List<String>, Tier> byValues = new LinkedHashMap<>();
        for (InstanceClass one : classes) {
            Reason reason = rejection(one, ask, perClass);
            if (reason != null) {
                rejected.add(new Rejected(one, reason));
                continue;
            }
            byValues.computeIfAbsent(values(one, leading), v -> tier(alike, v)).members().add(one);
        }
        tiers = List.copyOf(byValues.values());
    }

    /// The classes that may take the tasks.
    List<Tier> tiers() {
        return tiers;
    }

    /// The classes that may not.
    List<Rejected> rejected() {
        return rejected;
    }

    /// The expressions that must be looked at for each instance.
    List<Expression> perInstance() {
        return perInstance;
    }

    /// The strategies after the leading attribute spreads and before chance decides.
    List<PlacementStrategy> rest() {
        return rest;
    }

    /// Whether chance decides among what the strategies leave.
    boolean random() {
        return random;
    }

    /// Whether no two tasks of the group may share an instance.
    boolean distinct() {
        return distinct;
    }

    /// The value of an attribute of a class; without the attribute, the empty string.
    static String value(InstanceClass of, String attribute) {
        return of.traits.attributes().getOrDefault(attribute, "");
    }

    private static List<String> leadingSpreads(List<PlacementStrategy> strategies) {
        List<String> names = new ArrayList<>();
        for (PlacementStrategy strategy : strategies) {
            if (!(strategy instanceof SpreadAttribute(String name))) {
                break;
            }
            names.add(name);
        }
        return names;
    }

    private static List<String> values(InstanceClass of, List<String> attributes) {
        return attributes.stream().map(name -> value(of, name)).toList();
    }

    /// All classes by the values of the first attribute, of the first two, and so on.
    private static Map<List<String>, List<InstanceClass>> alike(
            List<InstanceClass> classes, List<String> attributes) {
        LinkedHashMap<List<String>, List<InstanceClass>> alike = new LinkedHashMap<>();
        for (InstanceClass one : classes) {
            for (int i = 1; i <= attributes.size(); i++) {
                alike.computeIfAbsent(values(one, attributes.subList(0, i)), v -> new ArrayList<>())
                        .add(one);
            }
        }
        return alike;
    }

    private static Tier tier(Map<List<String>, List<InstanceClass>> alike, List<String> values) {
        List<List<InstanceClass>> spreads = new ArrayList<>();
        for (int i = 1; i <= values.size(); i++) {
            spreads.add(alike.getOrDefault(values.subList(0, i), List.of()));
        }
        return new Tier(spreads, new ArrayList<>());
    }

    private static @Nullable Reason rejection(
            InstanceClass of, Ask ask, List<Expression> expressions) {
        String provider = ask.capacityProvider();
        if (provider != null && !provider.equals(of.traits.capacityProvider())) {
            return Reason.EMPTY_CAPACITY_PROVIDER;
        }
        if (!ask.zones().isEmpty() && !ask.zones().contains(of.traits.zone())) {
            return Reason.LOCATION;
        }
        for (Requirement requirement : ask.rules().requirements()) {
            String value = of.traits.attributes().get(requirement.name());
            if (value == null
                    || (requirement.value() != null && !requirement.value().equals(value))) {
                return Reason.ATTRIBUTE;
            }
        }
        for (Expression expression : expressions) {
            if (!expression.holds(new ClassCandidate(of))) {
                return Reason.MEMBER_OF;
            }
        }
        return null;
    }
}
