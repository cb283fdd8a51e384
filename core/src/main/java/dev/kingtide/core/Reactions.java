package dev.kingtide.core;

import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.driver.Observation;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.metrics.Metrics;
import dev.kingtide.core.scaling.Alarms;
import dev.kingtide.core.scaling.ScalingActivities;
import dev.kingtide.core.scaling.ScheduledActions;
import dev.kingtide.core.service.Retirement;
import dev.kingtide.core.service.ServiceDeployments;
import dev.kingtide.core.service.ServiceTasks;
import dev.kingtide.core.service.TaskProtections;
import dev.kingtide.core.service.TaskReports;
import dev.kingtide.core.task.TaskLife;
import dev.kingtide.core.time.Timer;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.Targets;

/// Which subject decides on which observation and on which timer: the only such table.
final class Reactions {

    private Reactions() {}

    static void observed(Turn turn, Observation observation) {
        switch (observation) {
            case TaskObservation seen -> TaskReports.observed(turn, seen);
            case EdgeObservation.TargetHealthChanged seen -> {
                Target target = Targets.healthChanged(turn, seen);
                if (target != null) {
                    ServiceTasks.targetChanged(turn, target);
                }
            }
            case EdgeObservation.AnomaliesChanged seen -> Targets.anomaliesChanged(turn, seen);
            case EdgeObservation.Measured seen -> {
                Metrics.record(turn, seen);
                Alarms.measured(turn, seen.metric().key());
            }
        }
    }

    static void due(Turn turn, Timer timer) {
        String subject = timer.subject();
        switch (timer.kind()) {
            case SERVICE_RECONCILE -> {
                ServiceTasks.reconcile(turn, subject);
                ScalingActivities.followed(turn, subject);
            }
            case TASK_SETTLED -> ServiceTasks.settled(turn, subject);
            case TASK_UNHEALTHY -> ServiceTasks.noteUnhealthy(turn, subject);
            case TASK_DEREGISTER -> ServiceTasks.deregister(turn, subject);
            case TASK_PROTECTION_EXPIRES -> TaskProtections.end(turn, subject);
            case TASK_FORGET -> Retirement.forgotten(turn, TaskLife.forget(turn, subject));
            case DEFINITION_RETIRE -> Retirement.due(turn, subject);
            case TOKEN_FORGET -> turn.remove(turn.world().admission().tokens, subject);
            case TARGET_DRAINED -> {
                Target target = Targets.drained(turn, subject);
                if (target != null && target.taskId() != null) {
                    ServiceTasks.drained(turn, target.taskId());
                }
            }
            case SCHEDULED_ACTION -> ScheduledActions.due(turn, subject);
            case ALARM_EVALUATION -> {
                Alarms.evaluate(turn, subject);
                ServiceDeployments.alarmed(turn, Alarms.off(turn, subject));
            }
            case SERVICE_DEPLOYMENT_FORGET -> ServiceDeployments.forget(turn, subject);
        }
    }
}
