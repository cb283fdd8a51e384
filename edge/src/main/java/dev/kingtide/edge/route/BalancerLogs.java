package dev.kingtide.edge.route;

import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.edge.report.LogFiles.Kind;
import dev.kingtide.edge.report.LogFiles.Place;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Where a load balancer's logs go, each null when it is off.
///
/// @param access lines of requests
/// @param connections lines of clients' connections
/// @param healthChecks lines of probes
public record BalancerLogs(
        @Nullable Place access, @Nullable Place connections, @Nullable Place healthChecks) {

    /// What the attributes of a load balancer say (API reference, LoadBalancerAttribute).
    static BalancerLogs of(LoadBalancer balancer) {
        return new BalancerLogs(
                place(balancer, Kind.ACCESS),
                place(balancer, Kind.CONNECTION),
                place(balancer, Kind.HEALTH_CHECK));
    }

    private static @Nullable Place place(LoadBalancer balancer, Kind kind) {
        SortedMap<String, String> attributes = balancer.attributes();
        String s3 = kind.attribute() + ".s3.";
        if (!"true".equals(attributes.get(s3 + "enabled"))) {
            return null;
        }
        String bucket = attributes.getOrDefault(s3 + "bucket", "");
        String prefix = attributes.getOrDefault(s3 + "prefix", "");
        String[] arn = balancer.arn().split(":", -1); // arn:aws:service:region:account:...
        return new Place(
                kind,
                prefix.isEmpty() ? bucket : bucket + '/' + prefix,
                arn[4],
                arn[3],
                balancer.label());
    }
}
