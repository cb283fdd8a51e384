package dev.kingtide.core.placement;

/// One placement constraint: what an instance must be like to be taken at all.
///
/// Source: ECS developer guide, task-placement-constraints; botocore ecs model,
/// PlacementConstraint.
public sealed interface PlacementConstraint {

    /// No other task of the group that is not to be stopped is on the instance: it is the desired
    /// status that counts, so an instance whose task is stopping may be taken.
    record DistinctInstance() implements PlacementConstraint {}

    /// The instance satisfies an expression of the cluster query language.
    record MemberOf(Expression expression) implements PlacementConstraint {}
}
