package dev.kingtide.core.traffic;

import java.util.SortedMap;
import java.util.TreeMap;

/// The attributes of a target group (ELB user guide, load-balancer-target-groups).
///
/// @param deregistrationDelaySeconds how long a deregistered target drains, 0 to 3600
/// @param slowStartSeconds how long a new target's share of requests grows, 30 to 900, 0 is off
/// @param algorithm how requests are shared
/// @param others every other attribute by its AWS name, kept and echoed
public record GroupAttributes(
        int deregistrationDelaySeconds,
        int slowStartSeconds,
        Algorithm algorithm,
        SortedMap<String, String> others) {

    /// The documented defaults.
    public static final GroupAttributes DEFAULT =
            new GroupAttributes(300, 0, Algorithm.ROUND_ROBIN, new TreeMap<>());

    /// How requests are shared among healthy targets.
    public enum Algorithm {
        ROUND_ROBIN,
        LEAST_OUTSTANDING_REQUESTS,
        WEIGHTED_RANDOM
    }
}
