package dev.kingtide.bench;

import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.admission.Quotas;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.service.DeploymentConfiguration;
import dev.kingtide.core.service.ServiceRevision;
import dev.kingtide.core.service.ServiceSettings;
import dev.kingtide.core.service.Services;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.DefinitionStatus;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskStatus;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How many task state changes a second the control plane decides on one core, and how much heap a
/// World takes.
///
/// Services of at most 5,000 Fargate tasks are created, run, and are scaled to nothing; every task
/// goes through its whole life, from a driver without any cost of its own. A state change is a
/// change of `lastStatus`. Prints one row a size, from 1,000 to 1,000,000 tasks, with the cost per
/// change against that of the size before: what grows like n log n shows a ratio of little more
/// than 1. The turns that a change takes show how much of that is work, and how much is memory: a
/// small World is in the processor's caches, a large one is not.
public final class ControlPlaneBench {
    private static final int TASKS_PER_SERVICE = 5_000;

    private ControlPlaneBench() {}

    /// Runs all sizes, or those up to the number given.
    public static void main(String[] args) {
        int largest = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        for (int round = 0; round < 3; round++) {
            measure(50_000); // warms up
        }
        System.out.println(
                "tasks      state changes  turns/change  CPU s   changes/s  us/change"
                        + "  n log n ratio  heap MB");
        double first = 0;
        double before = 0;
        for (int tasks = 1_000; tasks <= largest; tasks *= 10) {
            Figures figures = mean(tasks, Math.max(1, 300_000 / tasks));
            double each = figures.cpuSeconds / figures.changes;
            System.out.printf(
                    Locale.ROOT,
                    "%,9d  %,13d  %12.3f  %6.2f  %,9.0f  %9.2f  %13s  %,7.0f%n",
                    tasks,
                    figures.changes,
                    (double) figures.turns / figures.changes,
                    figures.cpuSeconds,
                    figures.changes / figures.cpuSeconds,
                    each * 1e6,
                    before == 0
                            ? "-"
                            : String.format(
                                    Locale.ROOT,
                                    "%.2f",
                                    each / before / (Math.log(tasks) / Math.log(tasks / 10.0))),
                    figures.heapMb);
            first = first == 0 ? each : first;
            before = each;
        }
        System.out.printf(
                Locale.ROOT,
                "from 1,000 to %,d tasks a change costs %.2f times as much; log n is %.2f times%n",
                largest,
                before / first,
                Math.log(largest) / Math.log(1_000));
    }

    /// What a run cost.
    private record Figures(long changes, long turns, double cpuSeconds, double heapMb) {}

    /// The mean of some rounds: a small World takes too little time to be measured once.
    private static Figures mean(int tasks, int rounds) {
        Figures last = measure(tasks);
        double cpuSeconds = last.cpuSeconds;
        for (int i = 1; i < rounds; i++) {
            last = measure(tasks);
            cpuSeconds += last.cpuSeconds;
        }
        return new Figures(last.changes, last.turns, cpuSeconds / rounds, last.heapMb);
    }

    private static Figures measure(int tasks) {
        World world = new World(Scope.DEFAULT, 1);
        Core core = new Core(world, null);
        VirtualLoop loop = new VirtualLoop(core, 0);
        loop.connect(command -> drive(loop, command), command -> {});
        long[] changes = new long[1];
        world.tasks().table.watch((from, to) -> changes[0] += changed(from, to) ? 1 : 0);
        int services = Math.ceilDiv(tasks, TASKS_PER_SERVICE);
        prepare(loop, world);
        long begin = cpuNanos();
        for (int i = 0; i < services; i++) {
            create(loop, i, Math.min(TASKS_PER_SERVICE, tasks - i * TASKS_PER_SERVICE));
        }
        loop.runUntil(300_000);
        long afterStart = cpuNanos();
        require(running(world) == tasks, "all tasks run");
        double heap = heapMb();
        long beforeStop = cpuNanos();
        for (int i = 0; i < services; i++) {
            String key = "shop/web-" + i;
            loop.decide(turn -> Services.setDesiredCount(turn, key, 0));
        }
        loop.runUntil(600_000);
        long end = cpuNanos();
        require(running(world) == 0, "all tasks are stopped");
        return new Figures(
                changes[0], core.turns(), (end - beforeStop + afterStart - begin) / 1e9, heap);
    }

    private static boolean changed(@Nullable Task from, @Nullable Task to) {
        return to != null && (from == null || from.status() != to.status());
    }

    private static long running(World world) {
        return world.tasks().table.rows().stream()
                .filter(t -> t.status() == TaskStatus.RUNNING)
                .count();
    }

    private static void drive(VirtualLoop loop, TaskCommand command) {
        switch (command) {
            case TaskCommand.Start(var task, var definition) -> {
                loop.at(
                        loop.nowMillis() + 10_000,
                        () -> {
                            loop.observe(
                                    new TaskObservation.NetworkAttached(task.id(), "10.0.0.1"));
                            loop.observe(new TaskObservation.PullStarted(task.id()));
                        });
                loop.at(
                        loop.nowMillis() + 30_000,
                        () -> {
                            loop.observe(new TaskObservation.PullStopped(task.id()));
                            loop.observe(new TaskObservation.ContainerStarted(task.id(), "web", 0));
                        });
            }
            case TaskCommand.Adopt(var task, var definition) ->
                    drive(loop, new TaskCommand.Start(task, definition));
            case TaskCommand.Stop(var id) -> {
                loop.at(
                        loop.nowMillis() + 2_000,
                        () ->
                                loop.observe(
                                        new TaskObservation.ContainerStopped(id, "web", 0, null)));
                loop.at(
                        loop.nowMillis() + 5_000,
                        () -> loop.observe(new TaskObservation.TaskGone(id)));
            }
        }
    }

    private static void prepare(VirtualLoop loop, World world) {
        int all = 100_000_000;
        Quotas unlimited =
                Quotas.DEFAULT
                        .with(Quota.FARGATE_LAUNCH_BURST, all)
                        .with(Quota.FARGATE_LAUNCHES_PER_SECOND, all)
                        .with(Quota.FARGATE_TASKS_PER_SERVICE_PER_MINUTE, all)
                        .with(Quota.FARGATE_VCPUS, all);
        ContainerDefinition container =
                new ContainerDefinition(
                        "web", "web", 0, 0, 0, List.of(), true, List.of(), null, 0, 0, 0);
        loop.decide(turn -> {
            turn.put(world.admission().quotasTable, unlimited);
            turn.put(
                    world.tasks().definitions,
                    new TaskDefinition(
                            "web",
                            1,
                            DefinitionStatus.ACTIVE,
                            NetworkMode.AWSVPC,
                            256,
                            512,
                            List.of(container),
                            List.of(),
                            "X86_64",
                            "LINUX",
                            20,
                            null));
            return "";
        });
    }

    private static void create(VirtualLoop loop, int number, int tasks) {
        List<String> zones = List.of("us-east-1a", "us-east-1b", "us-east-1c");
        loop.decide(turn ->
                Services.create(
                        turn,
                        new Services.NewService(
                                "shop",
                                "web-" + number,
                                tasks,
                                new ServiceSettings(
                                        LaunchType.FARGATE,
                                        CapacityStrategy.NONE,
                                        PlacementRules.SERVICE_DEFAULT,
                                        DeploymentConfiguration.DEFAULT,
                                        0),
                                new ServiceRevision(
                                        "web:1",
                                        "LATEST",
                                        new ServiceRevision.ServiceNetwork(
                                                zones, zones, List.of(), false),
                                        List.of()),
                                null)));
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("the benchmark is wrong: not so: " + what);
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double heapMb() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }
}
