package dev.kingtide.core.service;

import java.util.List;

/// The alarms that fail a deployment (ECS developer guide, deployment-alarm-failure).
///
/// @param names of CloudWatch alarms
/// @param enable whether they are watched at all
/// @param rollback whether the last completed deployment comes back
public record DeploymentAlarms(List<String> names, boolean enable, boolean rollback) {

    /// No alarms.
    public static final DeploymentAlarms NONE = new DeploymentAlarms(List.of(), false, false);

    /// Whether any alarm is watched.
    public boolean watched() {
        return enable && !names.isEmpty();
    }
}
