package dev.kingtide.core.scaling;

import dev.kingtide.core.service.AlarmSight;

/// What deployments see of the alarms of a World.
///
/// @param tables where the alarms are
public record AlarmsInSight(ScalingTables tables) implements AlarmSight {

    @Override
    public boolean isOff(String name) {
        Alarm alarm = tables.alarms.get(name);
        return alarm != null && alarm.state() == AlarmState.ALARM;
    }

    @Override
    public long lookBackMillis(String name) {
        Alarm alarm = tables.alarms.get(name);
        return alarm == null
                ? 0
                : 1_000L * alarm.rule().periodSeconds() * alarm.rule().evaluationPeriods();
    }
}
