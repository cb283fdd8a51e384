package dev.kingtide.core;

import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.traffic.HealthReason;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// An edge that finds every new target healthy after a while, except those that it is told are
/// sick.
public final class FakeEdge implements Edge {
    /// From registration to healthy.
    public long healthyMillis = 2_000;

    /// Which targets never pass a probe.
    public Predicate<Target> sick = target -> false;

    private final VirtualLoop loop;
    private final Map<String, Target> targets = new LinkedHashMap<>();

    /// An edge on a loop.
    public FakeEdge(VirtualLoop loop) {
        this.loop = loop;
    }

    /// The targets that get requests, by key.
    public Map<String, Target> targets() {
        return targets;
    }

    @Override
    public void accept(EdgeCommand command) {
        switch (command) {
            case EdgeCommand.AddTarget(var target) -> {
                targets.put(target.key(), target);
                loop.at(loop.nowMillis() + healthyMillis, () -> probe(target));
            }
            case EdgeCommand.DrainTarget(var target) -> targets.remove(target.key());
            case EdgeCommand.RemoveTarget(var target) -> targets.remove(target.key());
            default -> {}
        }
    }

    /// Says that a target fails its probes from now on.
    public void failing(String targetKey) {
        report(targetKey, TargetState.UNHEALTHY, HealthReason.TIMEOUT, "Request timed out");
    }

    private void probe(Target target) {
        if (sick.test(target)) {
            report(target.key(), TargetState.UNHEALTHY, HealthReason.TIMEOUT, "Request timed out");
        } else {
            report(target.key(), TargetState.HEALTHY, null, "");
        }
    }

    private void report(
            String key,
            TargetState state,
            @org.jspecify.annotations.Nullable HealthReason reason,
            String text) {
        if (targets.containsKey(key)) {
            loop.observe(new EdgeObservation.TargetHealthChanged(key, state, reason, text));
        }
    }
}
