package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.MemoryStore;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.DefinitionStatus;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskIdentity;
import dev.kingtide.core.task.TaskPlace;
import dev.kingtide.core.task.TaskState;
import dev.kingtide.core.task.TaskTimes;
import dev.kingtide.core.time.Dice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A simulated driver on a loop of its own, fed by hand; it writes down what the driver says, each
/// with its moment in milliseconds.
final class DriverBench {
    static final long START = 1_800_000_000_000L;
    final VirtualLoop loop =
            new VirtualLoop(new Core(new World(Scope.DEFAULT, 1), new MemoryStore()), START);
    final List<Seen> seen = new ArrayList<>();
    final SimulatedDriver driver;

    /// Something the driver said, and when.
    record Seen(long millis, TaskObservation what) {}

    DriverBench(SimulationInputs inputs, long seed) {
        driver =
                new SimulatedDriver(
                        loop,
                        what -> seen.add(new Seen(loop.nowMillis() - START, what)),
                        inputs,
                        new Dice(seed));
    }

    /// Timings without chance: 1 s placement, 16 s interface (6 s on EC2), 2 s create, 1 s detach.
    static StartTimings exactTimings() {
        return exactTimings(0);
    }

    /// The same on instances that start only so many containers a second.
    static StartTimings exactTimings(double instanceStartsPerSecond) {
        StartTimings d = StartTimings.DEFAULT;
        return new StartTimings(
                Range.of(1),
                Range.of(1),
                Range.of(16),
                Range.of(6),
                d.downloadMibPerSecond(),
                0,
                d.layerRoundTripSeconds(),
                d.unpackMibPerSecond(),
                d.zstdUnpackFactor(),
                d.lazyLoadingMinMib(),
                d.lazyLoadingShare(),
                d.lazyBootFactor(),
                d.cachedPullSeconds(),
                Range.of(2),
                instanceStartsPerSecond,
                Range.of(1));
    }

    static ContainerDefinition container(String name, int stopTimeoutSeconds) {
        return new ContainerDefinition(
                name,
                "registry/" + name + ":1",
                0,
                0,
                0,
                List.of(new ContainerDefinition.Port(8080, 0, "tcp")),
                true,
                List.of(),
                null,
                0,
                stopTimeoutSeconds,
                0);
    }

    static TaskDefinition definition(
            NetworkMode mode, int cpuUnits, List<ContainerDefinition> containers) {
        return new TaskDefinition(
                "web",
                1,
                DefinitionStatus.ACTIVE,
                mode,
                cpuUnits,
                2048,
                containers,
                List.of(),
                "X86_64",
                "LINUX",
                20,
                null);
    }

    static Task task(String id, @Nullable String instanceId, @Nullable String provider) {
        LaunchType type = instanceId == null ? LaunchType.FARGATE : LaunchType.EC2;
        return new Task(
                new TaskIdentity(id, "c", "web:1", "service:web", "c/web", null, null),
                new TaskPlace(type, provider, "us-east-1a", instanceId),
                TaskState.CREATED,
                new TaskTimes(START, 0, 0, 0, 0, 0, 0, 0),
                List.of(),
                null);
    }

    void start(String id, TaskDefinition definition) {
        driver.accept(new TaskCommand.Start(task(id, null, null), definition));
    }

    void start(Task task, TaskDefinition definition) {
        driver.accept(new TaskCommand.Start(task, definition));
    }

    void stopAt(long millis, String id) {
        loop.at(START + millis, () -> driver.accept(new TaskCommand.Stop(id)));
    }

    DriverBench runSeconds(double seconds) {
        loop.runUntil(START + Math.round(seconds * 1000));
        return this;
    }

    /// When the driver first said something of this kind about anything, or -1.
    long millisOf(Class<? extends TaskObservation> kind) {
        for (Seen each : seen) {
            if (kind.isInstance(each.what)) {
                return each.millis;
            }
        }
        return -1;
    }

    /// When the driver said something of this kind, each time.
    List<Long> allMillisOf(Class<? extends TaskObservation> kind) {
        return seen.stream().filter(s -> kind.isInstance(s.what)).map(Seen::millis).toList();
    }
}
