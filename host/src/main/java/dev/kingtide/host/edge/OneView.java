package dev.kingtide.host.edge;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.traffic.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What several processes see of the traffic of one account and region, told as one: each probes
/// every target and judges what it carries itself, and the first that is there and has seen
/// something of a target or group is believed. What was measured adds up, and is told as it comes.
final class OneView {
    private final int edges;
    private final Consumer<EdgeObservation> ear;

    /// By target or group, what each process has seen last.
    private final Map<String, @Nullable EdgeObservation[]> seen = new HashMap<>();

    /// @param ear is told, and does not block
    OneView(int edges, Consumer<EdgeObservation> ear) {
        this.edges = edges;
        this.ear = ear;
    }

    /// Takes note of a command: what was seen of a target counts as long as it is registered.
    synchronized void accept(EdgeCommand command) {
        switch (command) {
            case EdgeCommand.AddTarget(Target target) -> seen.remove(target.key());
            case EdgeCommand.DrainTarget(Target target) -> seen.remove(target.key());
            case EdgeCommand.RemoveTarget(Target target) -> seen.remove(target.key());
            case EdgeCommand.RemoveGroup(String arn) ->
                    seen.keySet()
                            .removeIf(key -> key.equals(arn) || Target.groupOf(key).equals(arn));
            case EdgeCommand.PutLoadBalancer _,
                    EdgeCommand.RemoveLoadBalancer _,
                    EdgeCommand.PutCertificate _,
                    EdgeCommand.RemoveCertificate _,
                    EdgeCommand.PutTrustStore _,
                    EdgeCommand.RemoveTrustStore _,
                    EdgeCommand.PutListener _,
                    EdgeCommand.RemoveListener _,
                    EdgeCommand.PutGroup _ -> {}
        }
    }

    /// A process has seen something.
    ///
    /// @param edge from 0 on
    synchronized void saw(int edge, EdgeObservation observation) {
        String key = subject(observation);
        if (key != null) {
            @Nullable EdgeObservation[] each =
                    seen.computeIfAbsent(key, _ -> new EdgeObservation[edges]);
            each[edge] = observation;
            if (believed(each) < edge) {
                return;
            }
        }
        ear.accept(observation);
    }

    /// A process is gone: what it saw last is not believed any more where another sees too.
    synchronized void lost(int edge) {
        for (@Nullable EdgeObservation[] each : seen.values()) {
            EdgeObservation before = each[edge];
            boolean was = before != null && believed(each) == edge;
            each[edge] = null;
            int next = believed(each);
            EdgeObservation now = next < edges ? each[next] : null;
            if (was && now != null && !now.equals(before)) {
                ear.accept(now);
            }
        }
    }

    private static @Nullable String subject(EdgeObservation observation) {
        return switch (observation) {
            case EdgeObservation.TargetHealthChanged health -> health.targetKey();
            case EdgeObservation.AnomaliesChanged anomalies -> anomalies.groupArn();
            case EdgeObservation.Measured _ -> null;
        };
    }

    /// The first that has seen something; as many as there are when none has.
    private static int believed(@Nullable EdgeObservation[] each) {
        int first = 0;
        while (first < each.length && each[first] == null) {
            first++;
        }
        return first;
    }
}
