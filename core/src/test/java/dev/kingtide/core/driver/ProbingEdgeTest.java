package dev.kingtide.core.driver;

import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.Probe;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// [ProbingEdge] keeps the contract of [Edge].
class ProbingEdgeTest extends EdgeContract {

    @Override
    protected Surroundings surroundings() {
        return new Answers();
    }

    private static final class Answers implements Surroundings {
        private final VirtualLoop loop =
                new VirtualLoop(
                        new Core(new World(Scope.DEFAULT, 1), new MemoryStore()), 1_000_000);
        private final Map<String, Probe> answers = new TreeMap<>();
        private final List<TargetHealthChanged> reports = new ArrayList<>();
        private final ProbingEdge edge =
                new ProbingEdge(loop, target -> answers.getOrDefault(target.key(), Probe.PASSED));
        private int addresses;

        Answers() {
            loop.listen(seen -> {
                if (seen instanceof TargetHealthChanged report) {
                    reports.add(report);
                }
            });
        }

        @Override
        public Edge edge() {
            return edge;
        }

        @Override
        public Target somebody(TargetGroup group) {
            String address = "10.0.0." + ++addresses;
            return SampleTraffic.target(group.arn(), address, 80);
        }

        @Override
        public void answers(Target target, boolean well) {
            answers.put(target.key(), well ? Probe.PASSED : Probe.TIMED_OUT);
        }

        @Override
        public void pass(long millis) {
            loop.runUntil(loop.nowMillis() + millis);
        }

        @Override
        public List<TargetHealthChanged> reports() {
            return List.copyOf(reports);
        }
    }
}
