package dev.kingtide.core.traffic;

import dev.kingtide.core.Row;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// An application load balancer.
///
/// @param arn its ARN, the key
/// @param name unique in the scope
/// @param dnsName where clients find it
/// @param scheme `internet-facing` or `internal`
/// @param type `application`
/// @param vpcId the VPC, echoed
/// @param zones the availability zone of each of its subnets, by subnet id
/// @param zonesKnown whether these zones are facts; while they are guesses, because nobody said
///   where the subnets are, no target is held back for its zone
/// @param securityGroups echoed
/// @param attributes all of them, by their AWS names
/// @param state what `DescribeLoadBalancers` shows
/// @param createdAtMillis when it was created
public record LoadBalancer(
        String arn,
        String name,
        String dnsName,
        String scheme,
        String type,
        String vpcId,
        SortedMap<String, String> zones,
        boolean zonesKnown,
        List<String> securityGroups,
        SortedMap<String, String> attributes,
        State state,
        long createdAtMillis)
        implements Row {

    /// Keeps its own copies.
    public LoadBalancer {
        zones = Collections.unmodifiableSortedMap(new TreeMap<>(zones));
        securityGroups = List.copyOf(securityGroups);
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /// The states of a load balancer (botocore elbv2 model, LoadBalancerStateEnum).
    public enum State {
        PROVISIONING,
        ACTIVE,
        ACTIVE_IMPAIRED,
        FAILED
    }

    @Override
    public String key() {
        return arn;
    }

    /// The last part of the ARN, as metrics and resource labels have it: `app/<name>/<id>`.
    public String label() {
        return arn.substring(arn.indexOf("loadbalancer/") + "loadbalancer/".length());
    }

    /// How long an answer may take, and a connection be idle (`idle_timeout.timeout_seconds`).
    public int idleTimeoutSeconds() {
        return Integer.parseInt(attributes.getOrDefault("idle_timeout.timeout_seconds", "60"));
    }

    /// Whether it must not be deleted (`deletion_protection.enabled`).
    public boolean deletionProtected() {
        return "true".equals(attributes.get("deletion_protection.enabled"));
    }

    /// Whether it sends requests to targets in this zone: one of its subnets is there, or may be,
    /// or the target's zone is `all`.
    public boolean serves(String zone) {
        return !zonesKnown || zones.isEmpty() || zone.equals("all") || zones.containsValue(zone);
    }

    /// The zones in which it has nodes, each once; none while that is not known, and one node
    /// stands for all.
    public List<String> nodeZones() {
        return zonesKnown ? List.copyOf(new TreeSet<>(zones.values())) : List.of();
    }

    /// The same load balancer with some attributes changed, by their AWS names.
    LoadBalancer with(SortedMap<String, String> changes) {
        SortedMap<String, String> all = new TreeMap<>(attributes);
        all.putAll(changes);
        return like(zones, zonesKnown, securityGroups, all);
    }

    /// The same load balancer in other subnets, whose zones are known, or guessed.
    LoadBalancer in(SortedMap<String, String> newZones, boolean known) {
        return like(newZones, known, securityGroups, attributes);
    }

    /// The same load balancer with other security groups.
    LoadBalancer within(List<String> newSecurityGroups) {
        return like(zones, zonesKnown, List.copyOf(newSecurityGroups), attributes);
    }

    private LoadBalancer like(
            SortedMap<String, String> newZones,
            boolean known,
            List<String> newSecurityGroups,
            SortedMap<String, String> newAttributes) {
        return new LoadBalancer(
                arn,
                name,
                dnsName,
                scheme,
                type,
                vpcId,
                newZones,
                known,
                newSecurityGroups,
                newAttributes,
                state,
                createdAtMillis);
    }

    /// The attributes of a new load balancer (ELB user guide, application-load-balancers).
    static SortedMap<String, String> defaultAttributes() {
        SortedMap<String, String> values = new TreeMap<>();
        values.put("access_logs.s3.enabled", "false");
        values.put("access_logs.s3.bucket", "");
        values.put("access_logs.s3.prefix", "");
        values.put("client_keep_alive.seconds", "3600");
        values.put("connection_logs.s3.enabled", "false");
        values.put("connection_logs.s3.bucket", "");
        values.put("connection_logs.s3.prefix", "");
        values.put("deletion_protection.enabled", "false");
        values.put("health_check_logs.s3.enabled", "false");
        values.put("health_check_logs.s3.bucket", "");
        values.put("health_check_logs.s3.prefix", "");
        values.put("idle_timeout.timeout_seconds", "60");
        values.put("load_balancing.cross_zone.enabled", "true");
        values.put("routing.http.desync_mitigation_mode", "defensive");
        values.put("routing.http.drop_invalid_header_fields.enabled", "false");
        values.put("routing.http.preserve_host_header.enabled", "false");
        values.put("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false");
        values.put("routing.http.xff_client_port.enabled", "false");
        values.put("routing.http.xff_header_processing.mode", "append");
        values.put("routing.http2.enabled", "true");
        values.put("waf.fail_open.enabled", "false");
        values.put("zonal_shift.config.enabled", "false");
        return values;
    }
}
