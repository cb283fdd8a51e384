package dev.kingtide.host.docker;

import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.TaskDriver;
import dev.kingtide.core.driver.TaskDriverContract;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.host.edge.EdgeProgram;
import dev.kingtide.host.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// A Docker Engine under a contract that lets time pass: what the driver reports is held back until
/// time passes, one piece for a little, all for much.
final class TestMachines implements TaskDriverContract.Machines, AutoCloseable {
    private static final long MUCH = 10_000;
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final long LOOK_NANOS = 5_000_000;
    private final Engine engine;
    private final String server;
    private final String errand;
    private final String owner;
    private final DockerMachines machines;
    private final DockerDriver driver;
    private final List<TaskObservation> seen = new ArrayList<>();
    private int allowed;

    TestMachines(Engine engine, Path data, String server, String errand) {
        this(engine, data, server, errand, UUID.randomUUID().toString());
    }

    /// Machines over a directory on which others have run.
    TestMachines(Engine engine, Path data, String server, String errand, String owner) {
        this.engine = engine;
        this.owner = owner;
        this.server = server;
        this.errand = errand;
        this.machines =
                new DockerMachines(
                        DockerMachines.Engines.only(engine),
                        TestEngine.settings(),
                        data.resolve("config.json"),
                        1,
                        () -> new EdgeProgram(List.of("/bin/false"), "none"));
        machines.begin(owner, data);
        this.driver = new DockerDriver(machines, new World(Scope.DEFAULT, 1), this::hear);
    }

    String owner() {
        return owner;
    }

    DockerMachines machines() {
        return machines;
    }

    private synchronized void hear(TaskObservation observation) {
        try {
            while (allowed == 0) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (allowed < Integer.MAX_VALUE) {
            allowed--;
        }
        seen.add(observation);
    }

    private synchronized void allow(int number) {
        allowed = number;
        notifyAll();
    }

    @Override
    public TaskDriver driver() {
        return driver;
    }

    @Override
    public String server() {
        return server;
    }

    @Override
    public String errand() {
        return errand;
    }

    @Override
    public void pass(long millis) {
        int before = seen().size();
        boolean much = millis > MUCH;
        allow(much ? Integer.MAX_VALUE : 1);
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (machines.isBusy() && (much || seen().size() == before)) {
            if (System.nanoTime() > until) {
                throw new AssertionError("still busy; seen so far: " + seen());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        allow(0);
    }

    /// Lets time pass until something has been seen.
    TaskObservation await(Predicate<TaskObservation> wanted) {
        allow(Integer.MAX_VALUE);
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            for (TaskObservation one : seen()) {
                if (wanted.test(one)) {
                    return one;
                }
            }
            if (System.nanoTime() > until) {
                throw new AssertionError("not seen; so far: " + seen());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public synchronized List<TaskObservation> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        machines.close();
        TestEngine.removeAll(engine, owner);
    }
}
