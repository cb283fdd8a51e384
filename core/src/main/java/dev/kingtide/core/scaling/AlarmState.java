package dev.kingtide.core.scaling;

/// The state of an alarm, named as on the wire.
public enum AlarmState {
    /// Within the threshold.
    OK,
    /// Beyond the threshold for long enough.
    ALARM,
    /// Too little is known.
    INSUFFICIENT_DATA
}
