package dev.kingtide.edge.route;

import dev.kingtide.core.traffic.GroupAttributes;

/// Whether and how a client stays with the target that it met (ELB user guide, sticky-sessions).
///
/// @param kind by which cookie
/// @param seconds how long, from each answer on
/// @param applicationCookie the application's own cookie whose appearance starts it; empty but for
///   [Kind#APPLICATION]
public record Stickiness(Kind kind, long seconds, String applicationCookie) {
    private static final Stickiness OFF = new Stickiness(Kind.OFF, 0, "");

    /// By which cookie.
    public enum Kind {
        OFF,
        /// The load balancer's own, in every answer.
        BALANCER,
        /// One that follows a cookie of the application.
        APPLICATION
    }

    /// What a group's attributes ask for.
    static Stickiness of(GroupAttributes attributes) {
        var all = attributes.others();
        if (!"true".equals(all.get("stickiness.enabled"))) {
            return OFF;
        }
        if ("app_cookie".equals(all.get("stickiness.type"))) {
            String cookie = all.getOrDefault("stickiness.app_cookie.cookie_name", "");
            return cookie.isEmpty()
                    ? OFF
                    : new Stickiness(Kind.APPLICATION, seconds(all, "app_cookie"), cookie);
        }
        return new Stickiness(Kind.BALANCER, seconds(all, "lb_cookie"), "");
    }

    private static long seconds(java.util.Map<String, String> attributes, String type) {
        return Long.parseLong(
                attributes.getOrDefault("stickiness." + type + ".duration_seconds", "86400"));
    }

    public boolean isOn() {
        return kind != Kind.OFF;
    }
}
