package dev.kingtide.core.scaling;

import java.util.List;

/// What an alarm triggers, by the state that it has: ARNs of scaling policies, and others that are
/// kept and have no effect.
public record AlarmActions(
        boolean enabled, List<String> ok, List<String> alarm, List<String> insufficientData) {

    /// The ARNs for a state; none while actions are disabled.
    public List<String> of(AlarmState state) {
        if (!enabled) {
            return List.of();
        }
        return switch (state) {
            case OK -> ok;
            case ALARM -> alarm;
            case INSUFFICIENT_DATA -> insufficientData;
        };
    }
}
