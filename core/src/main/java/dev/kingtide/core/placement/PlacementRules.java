package dev.kingtide.core.placement;

import java.util.List;

/// How the tasks of a service (or of one RunTask call) are to be placed.
///
/// Make it once and keep it: a [Placer] remembers what it found out about each, and finds it again
/// at once when it is the same object.
public final class PlacementRules {

    /// A service's that names nothing.
    public static final PlacementRules SERVICE_DEFAULT =
            new PlacementRules(PlacementStrategy.SERVICE_DEFAULT, List.of(), List.of());

    private final List<PlacementStrategy> strategies;
    private final List<PlacementConstraint> constraints;
    private final List<Requirement> requirements;
    private final int hash;

    /// Rules: strategies in order (none means that any fit instance is as good as any other),
    /// constraints that must all hold, and the attributes that the task definition requires.
    public PlacementRules(
            List<PlacementStrategy> strategies,
            List<PlacementConstraint> constraints,
            List<Requirement> requirements) {
        this.strategies = List.copyOf(strategies);
        this.constraints = List.copyOf(constraints);
        this.requirements = List.copyOf(requirements);
        this.hash =
                31 * (31 * this.strategies.hashCode() + this.constraints.hashCode())
                        + this.requirements.hashCode();
    }

    /// Strategies in order.
    public List<PlacementStrategy> strategies() {
        return strategies;
    }

    /// Constraints that must all hold.
    public List<PlacementConstraint> constraints() {
        return constraints;
    }

    /// Attributes that must be there.
    public List<Requirement> requirements() {
        return requirements;
    }

    /// Whether no two tasks of the group may share an instance.
    public boolean distinctInstances() {
        for (PlacementConstraint constraint : constraints) {
            if (constraint instanceof PlacementConstraint.DistinctInstance) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof PlacementRules rules
                        && hash == rules.hash
                        && strategies.equals(rules.strategies)
                        && constraints.equals(rules.constraints)
                        && requirements.equals(rules.requirements));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return strategies + " where " + constraints + ' ' + requirements;
    }
}
