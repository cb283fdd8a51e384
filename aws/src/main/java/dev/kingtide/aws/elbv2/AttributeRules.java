package dev.kingtide.aws.elbv2;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which attributes there are and which values they take (ELB user guide,
/// load-balancer-target-groups and application-load-balancers; ELB API reference,
/// TargetGroupAttribute and LoadBalancerAttribute).
final class AttributeRules {
    private static final String ON = "true,false";
    private static final String ANY = "*";
    private static final SortedMap<String, String> GROUP = group();
    private static final SortedMap<String, String> LOAD_BALANCER = loadBalancer();

    private AttributeRules() {}

    /// Refuses changes of a target group's attributes that AWS would refuse.
    static void group(Map<String, String> changes, Map<String, String> result) {
        changes.forEach((key, value) -> check("Target group", GROUP, key, value));
        boolean slow = !"0".equals(result.get("slow_start.duration_seconds"));
        String algorithm = String.valueOf(result.get("load_balancing.algorithm.type"));
        if (slow && !algorithm.equals("round_robin")) {
            throw Elbv2Errors.configuration(
                    "Slow start is not supported with the load balancing algorithm '"
                            + algorithm
                            + "'");
        }
        boolean mitigates = "on".equals(result.get("load_balancing.algorithm.anomaly_mitigation"));
        if (mitigates && !algorithm.equals("weighted_random")) {
            throw Elbv2Errors.configuration(
                    "Anomaly mitigation is only supported with the load balancing algorithm"
                            + " 'weighted_random'");
        }
        boolean zonal = "false".equals(result.get("load_balancing.cross_zone.enabled"));
        if (zonal && "true".equals(result.get("stickiness.enabled"))) {
            throw Elbv2Errors.configuration(
                    "Stickiness is not supported when cross-zone load balancing is disabled");
        }
    }

    /// Refuses changes of a load balancer's attributes that AWS would refuse.
    static void loadBalancer(Map<String, String> changes) {
        changes.forEach((key, value) -> check("Load balancer", LOAD_BALANCER, key, value));
    }

    private static void check(
            String kind,
            SortedMap<String, String> rules,
            @Nullable String key,
            @Nullable String value) {
        String rule = key == null ? null : rules.get(key);
        if (rule == null) {
            throw Elbv2Errors.validation(kind + " attribute key '" + key + "' is not recognized");
        }
        String given = String.valueOf(value);
        for (String alternative : rule.split(",", -1)) {
            if (alternative.equals(ANY)
                    || alternative.equals(given)
                    || within(alternative, given)) {
                return;
            }
        }
        throw Elbv2Errors.attributeValue(
                kind, String.valueOf(key), given, rule.replace(",", " or "));
    }

    private static boolean within(String range, String value) {
        int dash = range.indexOf('-');
        if (dash < 0 || !value.matches("[0-9]{1,9}") || !range.matches("[0-9]+-[0-9]+")) {
            return false;
        }
        int number = Integer.parseInt(value);
        return Integer.parseInt(range.substring(0, dash)) <= number
                && number <= Integer.parseInt(range.substring(dash + 1));
    }

    private static SortedMap<String, String> group() {
        SortedMap<String, String> rules = new TreeMap<>();
        rules.put("deregistration_delay.timeout_seconds", "0-3600");
        rules.put("slow_start.duration_seconds", "0,30-900");
        rules.put(
                "load_balancing.algorithm.type",
                "round_robin,least_outstanding_requests,weighted_random");
        rules.put("load_balancing.algorithm.anomaly_mitigation", "on,off");
        rules.put("load_balancing.cross_zone.enabled", ON + ",use_load_balancer_configuration");
        rules.put("stickiness.enabled", ON);
        rules.put("stickiness.type", "lb_cookie,app_cookie");
        rules.put("stickiness.lb_cookie.duration_seconds", "1-604800");
        rules.put("stickiness.app_cookie.cookie_name", ANY);
        rules.put("stickiness.app_cookie.duration_seconds", "1-604800");
        for (String action : new String[] {"dns_failover", "unhealthy_state_routing"}) {
            String prefix = "target_group_health." + action + ".minimum_healthy_targets.";
            String off = action.equals("dns_failover") ? "off," : "";
            rules.put(prefix + "count", off + "1-100000");
            rules.put(prefix + "percentage", "off,1-100");
        }
        return rules;
    }

    private static SortedMap<String, String> loadBalancer() {
        SortedMap<String, String> rules = new TreeMap<>();
        for (String logs : new String[] {"access_logs", "connection_logs", "health_check_logs"}) {
            rules.put(logs + ".s3.enabled", ON);
            rules.put(logs + ".s3.bucket", ANY);
            rules.put(logs + ".s3.prefix", ANY);
        }
        rules.put("client_keep_alive.seconds", "60-604800");
        rules.put("deletion_protection.enabled", ON);
        rules.put("idle_timeout.timeout_seconds", "1-4000");
        rules.put("load_balancing.cross_zone.enabled", "true");
        rules.put("routing.http.desync_mitigation_mode", "monitor,defensive,strictest");
        rules.put("routing.http.drop_invalid_header_fields.enabled", ON);
        rules.put("routing.http.preserve_host_header.enabled", ON);
        rules.put("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", ON);
        rules.put("routing.http.xff_client_port.enabled", ON);
        rules.put("routing.http.xff_header_processing.mode", "append,preserve,remove");
        rules.put("routing.http2.enabled", ON);
        rules.put("waf.fail_open.enabled", ON);
        rules.put("zonal_shift.config.enabled", ON);
        return rules;
    }
}
