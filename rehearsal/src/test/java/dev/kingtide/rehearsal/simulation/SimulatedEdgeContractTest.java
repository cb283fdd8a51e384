package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.EdgeContract;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.time.Dice;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.rehearsal.simulation.SimulatedTask.Phase;
import java.util.ArrayList;
import java.util.List;

/// [SimulatedEdge] keeps the contract of [Edge].
class SimulatedEdgeContractTest extends EdgeContract {

    @Override
    protected Surroundings surroundings() {
        return new SimulatedSurroundings();
    }

    private static final class SimulatedSurroundings implements Surroundings {
        private final VirtualLoop loop =
                new VirtualLoop(new Core(new World(Scope.DEFAULT, 1), null), TrafficBench.START);
        private final List<TargetHealthChanged> reports = new ArrayList<>();
        private final SimulatedDriver driver =
                new SimulatedDriver(
                        loop,
                        seen -> {},
                        TrafficBench.inputs(7200, second -> 0, ClientModel.DEFAULT),
                        new Dice(1));
        private final SimulatedEdge edge = new SimulatedEdge(loop, driver);
        private int started;

        SimulatedSurroundings() {
            loop.listen(seen -> {
                if (seen instanceof TargetHealthChanged change) {
                    reports.add(change);
                }
            });
        }

        @Override
        public Edge edge() {
            return edge;
        }

        @Override
        public Target somebody(TargetGroup group) {
            String id = "t" + started++;
            driver.accept(
                    new TaskCommand.Start(
                            DriverBench.task(id, null, null),
                            DriverBench.definition(
                                    NetworkMode.AWSVPC,
                                    1024,
                                    List.of(DriverBench.container("app", 0)))));
            pass(1);
            Target target =
                    SampleTraffic.ofTask(
                            id, SampleTraffic.target(group.arn(), "10.0.0." + started, 80));
            answers(target, true);
            return target;
        }

        @Override
        public void answers(Target target, boolean well) {
            SimulatedTask task = driver.fleet().get(String.valueOf(target.taskId()));
            if (task != null) {
                driver.fleet().enter(task, well ? Phase.SERVING : Phase.HUNG);
            }
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
