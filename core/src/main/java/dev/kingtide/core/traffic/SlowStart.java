package dev.kingtide.core.traffic;

import dev.kingtide.core.traffic.GroupAttributes.Algorithm;

/// The warming up of a target whose group has a slow start: its weight grows in a line from 0 to 1
/// over the group's duration (ELB user guide, load-balancer-target-groups, slow start mode).
///
/// A target leaves slow start when the duration is over, when it becomes unhealthy, and when it is
/// deregistered; healthy again, it begins anew.
public final class SlowStart {

    private SlowStart() {}

    /// Whether a target that becomes healthy begins with a small share. It does only beside one
    /// that has its full share: targets registered together into an empty group do not.
    ///
    /// @param warmTargets how many healthy targets of the group were not in slow start: for a new
    ///   target when it was registered, for one that recovers now
    public static boolean begins(GroupAttributes attributes, int warmTargets) {
        return attributes.slowStartSeconds() > 0
                && attributes.algorithm() == Algorithm.ROUND_ROBIN
                && warmTargets > 0;
    }

    /// The weight of a target in slow start at a moment, 0 to 1.
    ///
    /// @param sinceMillis when it became healthy
    public static double weight(GroupAttributes attributes, long sinceMillis, long nowMillis) {
        long durationMillis = attributes.slowStartSeconds() * 1000L;
        return durationMillis == 0
                ? 1
                : Math.clamp((nowMillis - sinceMillis) / (double) durationMillis, 0, 1);
    }

    /// The mean weight of a target in slow start over a time, for models that go by the second.
    ///
    /// @param sinceMillis when it became healthy
    public static double meanWeight(
            GroupAttributes attributes, long sinceMillis, long fromMillis, long toMillis) {
        if (fromMillis >= toMillis) {
            return weight(attributes, sinceMillis, fromMillis);
        }
        long fullMillis = sinceMillis + attributes.slowStartSeconds() * 1000L;
        long rampFrom = Math.clamp(fromMillis, sinceMillis, fullMillis);
        long rampTo = Math.clamp(toMillis, sinceMillis, fullMillis);
        double onRamp =
                (rampTo - rampFrom)
                        * (weight(attributes, sinceMillis, rampFrom)
                                + weight(attributes, sinceMillis, rampTo))
                        / 2;
        long atFull = Math.max(0, toMillis - Math.max(fromMillis, fullMillis));
        return (onRamp + atFull) / (toMillis - fromMillis);
    }
}
