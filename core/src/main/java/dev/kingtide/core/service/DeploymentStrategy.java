package dev.kingtide.core.service;

/// How a deployment hands the service over from the old revision to the new one (botocore ecs
/// model, `DeploymentStrategy`, `LinearConfiguration`, `CanaryConfiguration`).
///
/// Shares of traffic are in permille, because a canary may be a tenth of a percent.
public sealed interface DeploymentStrategy {

    /// All of the traffic.
    int ALL = 1_000;

    /// Tasks are replaced bit by bit, within the bounds.
    record Rolling() implements DeploymentStrategy {}

    /// Both revisions run in full, and the traffic moves at once.
    record BlueGreen() implements DeploymentStrategy {}

    /// Both revisions run in full, and the traffic moves in equal steps.
    ///
    /// @param stepPermille 30 to 1000
    /// @param stepBakeMinutes between two steps, 0 to 1440
    record Linear(int stepPermille, int stepBakeMinutes) implements DeploymentStrategy {}

    /// Both revisions run in full, and the traffic moves in one small step and the rest.
    ///
    /// @param canaryPermille the small step, 1 to 1000
    /// @param canaryBakeMinutes after it, 0 to 1440
    record Canary(int canaryPermille, int canaryBakeMinutes) implements DeploymentStrategy {}

    /// Whether both revisions run in full until the new one has all the traffic.
    default boolean shifts() {
        return !(this instanceof Rolling);
    }

    /// The share of the new revision after the next step.
    default int next(int permille) {
        return switch (this) {
            case Rolling _, BlueGreen _ -> ALL;
            case Linear(int step, _) -> Math.min(ALL, permille + step);
            case Canary(int small, _) -> permille == 0 ? small : ALL;
        };
    }

    /// How long a step that is not the last is left alone.
    default long stepBakeMillis() {
        return 60_000L
                * switch (this) {
                    case Rolling _, BlueGreen _ -> 0;
                    case Linear(_, int minutes) -> minutes;
                    case Canary(_, int minutes) -> minutes;
                };
    }
}
