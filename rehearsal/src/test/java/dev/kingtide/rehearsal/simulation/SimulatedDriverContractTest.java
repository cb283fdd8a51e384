package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.MemoryStore;
import dev.kingtide.core.driver.TaskDriver;
import dev.kingtide.core.driver.TaskDriverContract;
import dev.kingtide.core.driver.TaskObservation;
import java.util.ArrayList;
import java.util.List;

/// [SimulatedDriver] keeps the contract of [TaskDriver].
class SimulatedDriverContractTest extends TaskDriverContract {
    private static final SimulationInputs INPUTS =
            SimulationInputs.of(3600, Crowd.of(second -> 0, ClientModel.DEFAULT));

    @Override
    protected Machines machines() {
        return new SimulatedMachines(INPUTS);
    }

    @Override
    protected Machines machinesWithoutRegistry() {
        return new SimulatedMachines(INPUTS.with(new FaultPlan(1, 0, 0, List.of())));
    }

    private static final class SimulatedMachines implements Machines {
        private final VirtualLoop loop;
        private final SimulatedDriver driver;
        private final List<TaskObservation> seen = new ArrayList<>();

        SimulatedMachines(SimulationInputs inputs) {
            World world = new World(Scope.DEFAULT, 1);
            loop = new VirtualLoop(new Core(world, new MemoryStore()), 1_700_000_000_000L);
            driver = new SimulatedDriver(loop, inputs, world.dice());
            loop.listen(observation -> {
                if (observation instanceof TaskObservation ofTask) {
                    seen.add(ofTask);
                }
            });
        }

        @Override
        public TaskDriver driver() {
            return driver;
        }

        @Override
        public String server() {
            return "shop/web";
        }

        /// The simulation takes a container that another waits for to end for an errand.
        @Override
        public String errand() {
            return "shop/migrate";
        }

        @Override
        public void pass(long millis) {
            loop.runUntil(loop.nowMillis() + millis);
        }

        @Override
        public List<TaskObservation> seen() {
            return List.copyOf(seen);
        }
    }
}
