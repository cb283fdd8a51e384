package dev.kingtide.edge.health;

import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.edge.report.HealthCheckLine;
import dev.kingtide.edge.report.LogFiles;
import dev.kingtide.edge.route.BalancerLogs;
import dev.kingtide.edge.route.LiveTarget;
import dev.kingtide.edge.route.Routes;
import java.util.Locale;
import java.util.function.Consumer;

/// Probes of which each is a line in the logs of the load balancers that ask for that: every one
/// that the target's group is behind.
public final class LoggedProbes implements Prober.Requests {
    private final Prober.Requests probes;
    private final Routes routes;
    private final LogFiles logs;

    /// @param probes sends them
    public LoggedProbes(Prober.Requests probes, Routes routes, LogFiles logs) {
        this.probes = probes;
        this.routes = routes;
        this.logs = logs;
    }

    @Override
    public void send(LiveTarget target, TargetGroup group, Consumer<Outcome> outcome) {
        long startMillis = System.currentTimeMillis();
        long startNanos = System.nanoTime();
        probes.send(
                target,
                group,
                how -> {
                    write(target.target(), group, how, startMillis, System.nanoTime() - startNanos);
                    outcome.accept(how);
                });
    }

    private void write(
            Target target, TargetGroup group, Outcome how, long startMillis, long nanos) {
        for (String arn : group.loadBalancerArns()) {
            BalancerLogs of = routes.logs(arn);
            LogFiles.Place place = of == null ? null : of.healthChecks();
            if (place != null) {
                logs.add(
                        place,
                        new HealthCheckLine(
                                type(group),
                                startMillis,
                                nanos / 1e9,
                                target.id() + ':' + target.port(),
                                group.name(),
                                how.probe().passed(),
                                how.status(),
                                how.reason(),
                                place.balancer()));
            }
        }
    }

    private static String type(TargetGroup group) {
        return switch (group.protocolVersion()) {
            case "HTTP2" -> "h2";
            case "GRPC" -> "grpc";
            default -> group.healthCheck().protocol().toLowerCase(Locale.ROOT);
        };
    }
}
