package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.task.ContainerDefinition.ContainerHealthCheck;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task that is registered in target groups: its targets and the cohort that stands for it.
final class LoadedTask implements TaskLoad {
    final SimulatedTask task;
    final TaskKind kind;
    final List<ProbedTarget> targets = new ArrayList<>(1);
    @Nullable Cohort cohort;
    boolean checkedUnhealthy;
    int checkFailures;

    LoadedTask(SimulatedTask task, TaskKind kind) {
        this.task = task;
        this.kind = kind;
    }

    @Override
    public double inFlight() {
        return cohort == null ? 0 : cohort.inFlight();
    }

    /// The chance, in its cohort, that a health check waits longer than its timeout.
    double tooSlow(int timeoutSeconds) {
        return cohort == null ? 0 : cohort.current().tooSlow(timeoutSeconds);
    }

    /// The chance, in its cohort, that a connection is refused.
    double full() {
        return cohort == null ? 0 : cohort.current().full();
    }

    @Nullable ContainerHealthCheck check() {
        return task.main.definition.healthCheck();
    }

    Cohort.Answer answer() {
        return switch (task.phase) {
            case SERVING -> Cohort.Answer.SERVING;
            case HUNG, VANISHED -> Cohort.Answer.SILENT;
            case STARTING, BOOTING, LEAVING, DEAD -> Cohort.Answer.REFUSING;
        };
    }
}
