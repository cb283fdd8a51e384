package dev.kingtide.core.traffic;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final String DELAY = "deregistration_delay.timeout_seconds";
    private static final String SLOW_START = "slow_start.duration_seconds";
    private static final String ALGORITHM = "load_balancing.algorithm.type";
    private static final String ROUTING =
            "target_group_health.unhealthy_state_routing.minimum_healthy_targets.";
    private static final String DNS = "target_group_health.dns_failover.minimum_healthy_targets.";

    /// The documented defaults (ELB user guide, load-balancer-target-groups; the default of the DNS
    /// threshold is that of the API reference, TargetGroupAttribute).
    public static final GroupAttributes DEFAULT =
            new GroupAttributes(300, 0, Algorithm.ROUND_ROBIN, defaults());

    /// Keeps its own copy of the other attributes.
    public GroupAttributes {
        others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
    }

    /// How requests are shared among healthy targets.
    public enum Algorithm {
        ROUND_ROBIN,
        LEAST_OUTSTANDING_REQUESTS,
        WEIGHTED_RANDOM;

        /// The word on the wire.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// These attributes with some of them changed, by their AWS names; values are valid.
    public GroupAttributes with(Map<String, String> changes) {
        SortedMap<String, String> all = new TreeMap<>(others);
        all.putAll(changes);
        all.keySet().removeAll(List.of(DELAY, SLOW_START, ALGORITHM));
        String delay = changes.get(DELAY);
        String slowStart = changes.get(SLOW_START);
        String word = changes.get(ALGORITHM);
        return new GroupAttributes(
                delay == null ? deregistrationDelaySeconds : Integer.parseInt(delay),
                slowStart == null ? slowStartSeconds : Integer.parseInt(slowStart),
                word == null ? algorithm : Algorithm.valueOf(word.toUpperCase(Locale.ROOT)),
                all);
    }

    /// All attributes by their AWS names.
    public SortedMap<String, String> toMap() {
        SortedMap<String, String> all = new TreeMap<>(others);
        all.put(DELAY, Integer.toString(deregistrationDelaySeconds));
        all.put(SLOW_START, Integer.toString(slowStartSeconds));
        all.put(ALGORITHM, algorithm.word());
        return all;
    }

    /// How many healthy targets there must be; with fewer the group fails open (ELB user guide,
    /// target-group-health).
    public int healthyTargetsMinimum() {
        return threshold(ROUTING + "count", 1);
    }

    /// What percentage of the targets must be healthy; with less the group fails open; 0 when off.
    public int healthyPercentMinimum() {
        return threshold(ROUTING + "percentage", 0);
    }

    /// How many healthy targets a zone must have; with fewer DNS leads nobody there; 0 when off.
    public int dnsHealthyTargetsMinimum() {
        return threshold(DNS + "count", 1);
    }

    /// What percentage of a zone's targets must be healthy; with less DNS leads nobody there; 0
    /// when off.
    public int dnsHealthyPercentMinimum() {
        return threshold(DNS + "percentage", 0);
    }

    /// Whether a target takes requests from the load balancer's nodes in every zone, which is so
    /// unless it is switched off for the group.
    public boolean crossZone() {
        return !"false".equals(others.get("load_balancing.cross_zone.enabled"));
    }

    /// Whether requests are shifted off anomalous targets, which goes with no stickiness (ELB user
    /// guide, load-balancer-target-groups, automatic target weights).
    public boolean mitigatesAnomalies() {
        return algorithm == Algorithm.WEIGHTED_RANDOM
                && "on".equals(others.get("load_balancing.algorithm.anomaly_mitigation"))
                && !"true".equals(others.get("stickiness.enabled"));
    }

    private int threshold(String name, int fallback) {
        String value = others.get(name);
        return value == null ? fallback : value.equals("off") ? 0 : Integer.parseInt(value);
    }

    private static SortedMap<String, String> defaults() {
        SortedMap<String, String> values = new TreeMap<>();
        values.put("load_balancing.algorithm.anomaly_mitigation", "off");
        values.put("load_balancing.cross_zone.enabled", "use_load_balancer_configuration");
        values.put("stickiness.enabled", "false");
        values.put("stickiness.type", "lb_cookie");
        values.put("stickiness.lb_cookie.duration_seconds", "86400");
        values.put("stickiness.app_cookie.cookie_name", "");
        values.put("stickiness.app_cookie.duration_seconds", "86400");
        values.put(DNS + "count", "1");
        values.put(DNS + "percentage", "off");
        values.put(ROUTING + "count", "1");
        values.put(ROUTING + "percentage", "off");
        return values;
    }
}
