package dev.kingtide.edge.route;

import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.edge.http.Desync;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/// What a load balancer's attributes ask of each request (API reference, LoadBalancerAttribute).
///
/// @param label `app/<name>/<id>`, as metrics and access logs have it
/// @param name its name
/// @param domain its DNS name without what all have at the end
/// @param zones in which it has nodes; none when one node stands for all
/// @param idleMillis how long a connection may be silent
/// @param clientMillis how long a client's connection is used for further requests
/// @param desync what is done with requests of more than one meaning
/// @param dropsInvalidFields whether fields whose names are not letters, digits and hyphens go
/// @param preservesHost whether targets get the Host field as it was sent
/// @param forwardedFor what becomes of X-Forwarded-For
/// @param clientPort whether X-Forwarded-For has the client's port too
/// @param tlsFields whether targets are told TLS version and cipher suite
/// @param http2 whether clients may speak HTTP/2
/// @param logs where its logs go
public record BalancerSettings(
        String label,
        String name,
        String domain,
        List<String> zones,
        long idleMillis,
        long clientMillis,
        Desync.Mode desync,
        boolean dropsInvalidFields,
        boolean preservesHost,
        ForwardedFor forwardedFor,
        boolean clientPort,
        boolean tlsFields,
        boolean http2,
        BalancerLogs logs) {

    /// What becomes of X-Forwarded-For (`routing.http.xff_header_processing.mode`).
    public enum ForwardedFor {
        /// The client's address is added.
        APPEND,
        /// It is passed on as it is.
        PRESERVE,
        /// It is left out.
        REMOVE
    }

    /// The settings of a load balancer.
    public static BalancerSettings of(LoadBalancer balancer) {
        SortedMap<String, String> all = balancer.attributes();
        return new BalancerSettings(
                balancer.label(),
                balancer.name().toLowerCase(Locale.ROOT),
                domain(balancer.dnsName().toLowerCase(Locale.ROOT)),
                balancer.nodeZones(),
                balancer.idleTimeoutSeconds() * 1000L,
                Long.parseLong(all.getOrDefault("client_keep_alive.seconds", "3600")) * 1000,
                Desync.Mode.of(
                        all.getOrDefault("routing.http.desync_mitigation_mode", "defensive")),
                isOn(all, "routing.http.drop_invalid_header_fields.enabled"),
                isOn(all, "routing.http.preserve_host_header.enabled"),
                switch (all.getOrDefault("routing.http.xff_header_processing.mode", "append")) {
                    case "preserve" -> ForwardedFor.PRESERVE;
                    case "remove" -> ForwardedFor.REMOVE;
                    default -> ForwardedFor.APPEND;
                },
                isOn(all, "routing.http.xff_client_port.enabled"),
                isOn(all, "routing.http.x_amzn_tls_version_and_cipher_suite.enabled"),
                !"false".equals(all.get("routing.http2.enabled")),
                BalancerLogs.of(balancer));
    }

    private static String domain(String dnsName) {
        return dnsName.endsWith(AskedName.AWS_DOMAIN)
                ? dnsName.substring(0, dnsName.length() - AskedName.AWS_DOMAIN.length())
                : dnsName;
    }

    private static boolean isOn(SortedMap<String, String> attributes, String name) {
        return "true".equals(attributes.get(name));
    }
}
