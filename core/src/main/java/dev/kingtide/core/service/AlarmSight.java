package dev.kingtide.core.service;

/// What deployments see of CloudWatch's alarms.
public interface AlarmSight {

    /// Whether there is an alarm of this name, and it is in ALARM.
    boolean isOff(String name);

    /// How far back an alarm looks, in milliseconds; 0 when there is none of this name.
    long lookBackMillis(String name);
}
