package dev.kingtide.cli;

import dev.kingtide.core.World;
import dev.kingtide.core.time.Dice;
import dev.kingtide.host.Machines;
import dev.kingtide.rehearsal.simulation.ApplicationModel;
import dev.kingtide.rehearsal.simulation.FaultPlan;
import dev.kingtide.rehearsal.simulation.ImageModel;
import dev.kingtide.rehearsal.simulation.InstanceModel;
import dev.kingtide.rehearsal.simulation.Range;
import dev.kingtide.rehearsal.simulation.SimulatedDriver;
import dev.kingtide.rehearsal.simulation.SimulatedEdge;
import dev.kingtide.rehearsal.simulation.SimulationInputs;
import dev.kingtide.rehearsal.simulation.StartTimings;
import java.util.List;
import java.util.TreeMap;

/// The machines of a rehearsal in real time: tasks start, serve and stop, but nothing runs.
///
/// @param inputs how long stages take
record SimulatedMachines(SimulationInputs inputs) implements Machines {

    /// How fast simulated machines are.
    enum Speed {
        /// As containers on one's own machine: about a second from placed to running.
        LOCAL,
        /// As published for AWS Fargate: a minute and more.
        FARGATE
    }

    /// Machines of a speed.
    static SimulatedMachines of(Speed speed) {
        StartTimings timings =
                switch (speed) {
                    case LOCAL -> local();
                    case FARGATE -> StartTimings.DEFAULT;
                };
        ApplicationModel application =
                switch (speed) {
                    case LOCAL ->
                            new ApplicationModel(
                                    20, 30, 200, 100, 0.1, 0.1, true, 0.2, 1, 330, 0.5);
                    case FARGATE -> ApplicationModel.DEFAULT;
                };
        return new SimulatedMachines(
                new SimulationInputs(
                        1,
                        application,
                        new TreeMap<>(),
                        ImageModel.DEFAULT,
                        new TreeMap<>(),
                        timings,
                        InstanceModel.DEFAULT,
                        List.of(),
                        FaultPlan.NONE));
    }

    /// A tenth to a third of a second a stage; images come as from a cache.
    private static StartTimings local() {
        StartTimings published = StartTimings.DEFAULT;
        return new StartTimings(
                new Range(0.05, 0.1),
                new Range(0.05, 0.1),
                new Range(0.05, 0.1),
                new Range(0.05, 0.1),
                10_000,
                0,
                0.005,
                10_000,
                published.zstdUnpackFactor(),
                published.lazyLoadingMinMib(),
                published.lazyLoadingShare(),
                1,
                published.cachedPullSeconds(),
                new Range(0.1, 0.3),
                0,
                new Range(0.05, 0.1));
    }

    @Override
    public Drivers of(Stage stage, World world) {
        SimulatedDriver driver = new SimulatedDriver(stage, inputs, new Dice(world.dice().seed()));
        return new Drivers(driver, new SimulatedEdge(stage, driver));
    }
}
