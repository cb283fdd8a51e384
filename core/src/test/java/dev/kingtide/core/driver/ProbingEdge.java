package dev.kingtide.core.driver;

import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.Probe;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetHealth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// An edge without traffic: it probes each target once an interval, from one second after it was
/// told of it, and asks a function how the target answers.
public final class ProbingEdge implements Edge {
    private final VirtualLoop loop;
    private final Function<Target, Probe> answers;
    private final Map<String, TargetGroup> groups = new LinkedHashMap<>();
    private final Map<String, Probed> targets = new LinkedHashMap<>();

    private static final class Probed {
        final Target target;
        TargetHealth health = TargetHealth.start();

        Probed(Target target) {
            this.target = target;
        }
    }

    /// An edge on a loop.
    public ProbingEdge(VirtualLoop loop, Function<Target, Probe> answers) {
        this.loop = loop;
        this.answers = answers;
    }

    @Override
    public void accept(EdgeCommand command) {
        switch (command) {
            case EdgeCommand.AddTarget(Target target) -> {
                Probed probed = new Probed(target);
                targets.put(target.key(), probed);
                loop.at(loop.nowMillis() + 1_000, () -> probe(probed));
            }
            case EdgeCommand.DrainTarget(Target target) -> targets.remove(target.key());
            case EdgeCommand.RemoveTarget(Target target) -> targets.remove(target.key());
            case EdgeCommand.PutGroup(TargetGroup group) -> put(group);
            case EdgeCommand.RemoveGroup(String arn) -> {
                groups.remove(arn);
                targets.values().removeIf(probed -> probed.target.groupArn().equals(arn));
            }
            case EdgeCommand.PutLoadBalancer _,
                    EdgeCommand.RemoveLoadBalancer _,
                    EdgeCommand.PutCertificate _,
                    EdgeCommand.RemoveCertificate _,
                    EdgeCommand.PutTrustStore _,
                    EdgeCommand.RemoveTrustStore _,
                    EdgeCommand.PutListener _,
                    EdgeCommand.RemoveListener _ -> {}
        }
    }

    private void put(TargetGroup group) {
        TargetGroup before = groups.put(group.arn(), group);
        if (before == null || !before.healthCheck().equals(group.healthCheck())) {
            for (Probed probed : targets.values()) {
                if (probed.target.groupArn().equals(group.arn())) {
                    probed.health = probed.health.reconfigured();
                }
            }
        }
    }

    private void probe(Probed probed) {
        TargetGroup group = groups.get(probed.target.groupArn());
        if (group == null || targets.get(probed.target.key()) != probed) {
            return;
        }
        HealthCheck check = group.healthCheck();
        TargetHealth before = probed.health;
        probed.health = before.probed(answers.apply(probed.target), check);
        loop.at(loop.nowMillis() + check.intervalSeconds() * 1000L, () -> probe(probed));
        if (!probed.health.showsSameAs(before)) {
            loop.observe(probed.health.report(probed.target.key()));
        }
    }
}
