package dev.kingtide.aws.ecs;

import dev.kingtide.core.placement.Expression;
import dev.kingtide.core.placement.ExpressionParser;
import dev.kingtide.core.placement.ParsedExpression;
import dev.kingtide.core.placement.PlacementConstraint;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.placement.PlacementStrategy;
import dev.kingtide.core.placement.Requirement;
import dev.kingtide.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Placement strategies and constraints from AWS's shape (botocore ecs model, PlacementStrategy and
/// PlacementConstraint).
final class PlacementShape {
    private static final int STRATEGIES_MAX = 5;
    private static final int CONSTRAINTS_MAX = 10;
    private static final int EXPRESSION_MAX = 2_000;

    private PlacementShape() {}

    /// What the tasks of a definition need of an instance.
    ///
    /// @param fallback the strategies when the caller names none
    static PlacementRules read(
            List<software.amazon.awssdk.services.ecs.model.PlacementStrategy> strategies,
            List<software.amazon.awssdk.services.ecs.model.PlacementConstraint> constraints,
            TaskDefinition definition,
            List<PlacementStrategy> fallback) {
        if (strategies.size() > STRATEGIES_MAX) {
            throw EcsErrors.tooMany("placementStrategy", STRATEGIES_MAX);
        }
        if (constraints.size() > CONSTRAINTS_MAX) {
            throw EcsErrors.tooMany("placementConstraints", CONSTRAINTS_MAX);
        }
        List<PlacementConstraint> read = new ArrayList<>();
        for (var constraint : constraints) {
            read.add(
                    switch (String.valueOf(constraint.typeAsString())) {
                        case "distinctInstance" -> new PlacementConstraint.DistinctInstance();
                        case "memberOf" -> memberOf(String.valueOf(constraint.expression()));
                        default ->
                                throw EcsErrors.parameter(
                                        "Placement constraint type must be specified.");
                    });
        }
        definition.constraints().forEach(expression -> read.add(memberOf(expression)));
        List<PlacementStrategy> ordered =
                strategies.isEmpty()
                        ? fallback
                        : strategies.stream().map(PlacementShape::strategy).toList();
        PlacementRules rules = new PlacementRules(ordered, read, requirements(definition));
        boolean usual =
                ordered.equals(PlacementStrategy.SERVICE_DEFAULT)
                        && read.isEmpty()
                        && rules.requirements().isEmpty();
        return usual ? PlacementRules.SERVICE_DEFAULT : rules;
    }

    private static PlacementStrategy strategy(
            software.amazon.awssdk.services.ecs.model.PlacementStrategy asked) {
        String type = String.valueOf(asked.typeAsString());
        PlacementStrategy strategy =
                PlacementStrategy.of(type, asked.field() == null ? "" : asked.field());
        if (strategy == null) {
            throw EcsErrors.parameter(
                    "The field '"
                            + asked.field()
                            + "' is not valid for the strategy "
                            + type
                            + ".");
        }
        return strategy;
    }

    private static PlacementConstraint memberOf(String text) {
        return new PlacementConstraint.MemberOf(expression(text));
    }

    /// An expression of the cluster query language.
    static Expression expression(String text) {
        if (text.length() > EXPRESSION_MAX) {
            throw EcsErrors.parameter("Expression is longer than 2000 characters.");
        }
        return switch (ExpressionParser.parse(text)) {
            case ParsedExpression.Good(var expression) -> expression;
            case ParsedExpression.Bad bad ->
                    throw EcsErrors.parameter(
                            "Invalid expression '" + text + "': " + bad.message() + ".");
        };
    }

    /// Another CPU architecture than the usual one has to be asked for (ECS developer guide,
    /// task_definition_parameters: runtime platform).
    private static List<Requirement> requirements(TaskDefinition definition) {
        String architecture = definition.cpuArchitecture();
        return architecture.equals("X86_64")
                ? List.of()
                : List.of(
                        new Requirement(
                                "ecs.cpu-architecture", architecture.toLowerCase(Locale.ROOT)));
    }
}
