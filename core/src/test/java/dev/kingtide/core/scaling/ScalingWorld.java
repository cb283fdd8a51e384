package dev.kingtide.core.scaling;

import dev.kingtide.core.Core;
import dev.kingtide.core.FakeDriver;
import dev.kingtide.core.FakeEdge;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.driver.MemoryStore;
import dev.kingtide.core.metrics.EcsMetrics;
import dev.kingtide.core.metrics.MetricId;
import dev.kingtide.core.metrics.MetricSeries;
import dev.kingtide.core.metrics.Statistic;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.service.DeploymentConfiguration;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceRevision;
import dev.kingtide.core.service.ServiceRevision.ServiceNetwork;
import dev.kingtide.core.service.ServiceSettings;
import dev.kingtide.core.service.Services;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.DefinitionStatus;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.time.InvalidSchedule;
import dev.kingtide.core.time.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A small world for scenarios: the service `shop/web` on Fargate, whose CPU is measured.
final class ScalingWorld {
    static final String SERVICE = "shop/web";
    static final String TARGET = "service/shop/web";
    static final MetricId CPU = EcsMetrics.cpu("shop", "web");
    static final long START = Instant.parse("2026-11-27T19:00:00Z").toEpochMilli();
    static final long MINUTE = MetricSeries.MINUTE;

    final World world;
    final Core core;
    final VirtualLoop loop;
    final FakeDriver driver;

    /// What desired count was set, and how many seconds after the start; the first one is the
    /// service's creation.
    final List<String> history = new ArrayList<>();

    ScalingWorld(long seed, int desired) {
        world = new World(Scope.DEFAULT, seed);
        core = new Core(world, new MemoryStore());
        loop = new VirtualLoop(core, START);
        driver = new FakeDriver(loop);
        loop.connect(driver, new FakeEdge(loop));
        world.services().table.watch(this::note);
        loop.decide(turn -> {
            turn.put(world.tasks().definitions, definition(1));
            turn.put(world.tasks().definitions, definition(2));
            return "";
        });
        create("web", desired);
    }

    private void note(@Nullable Service before, @Nullable Service after) {
        if (after != null
                && after.name().equals("web")
                && (before == null || before.desiredCount() != after.desiredCount())) {
            history.add(after.desiredCount() + " at " + (loop.nowMillis() - START) / 1000);
        }
    }

    void create(String name, int desired) {
        loop.decide(turn ->
                Services.create(
                        turn,
                        new Services.NewService(
                                "shop",
                                name,
                                desired,
                                new ServiceSettings(
                                        LaunchType.FARGATE,
                                        CapacityStrategy.NONE,
                                        PlacementRules.SERVICE_DEFAULT,
                                        DeploymentConfiguration.DEFAULT,
                                        0),
                                revision(1),
                                null)));
    }

    void deploy(int revision) {
        loop.decide(turn ->
                Services.update(
                        turn,
                        SERVICE,
                        new Services.ServiceChange(null, null, revision(revision), false, null)));
    }

    void desire(int count) {
        loop.decide(turn -> Services.setDesiredCount(turn, SERVICE, count));
    }

    int desired() {
        return world.services().table.require(SERVICE).desiredCount();
    }

    long running() {
        return world.tasks().table.rows().stream().filter(Task::isRunning).count();
    }

    ScalableTarget target() {
        return world.scaling().targets.require(TARGET);
    }

    void register(@Nullable Integer min, @Nullable Integer max) {
        register(min, max, null);
    }

    void register(@Nullable Integer min, @Nullable Integer max, @Nullable SuspendedState state) {
        loop.decide(turn ->
                ScalableTargets.register(
                        turn, new ScalableTargets.Asked(TARGET, min, max, null, state)));
    }

    ScalingPolicy.TargetTracking track(String name, TrackedMetric metric, double target) {
        return track(
                name, new ScalingPolicy.TrackingSettings(metric, target, null, null, false, null));
    }

    ScalingPolicy.TargetTracking track(String name, ScalingPolicy.TrackingSettings settings) {
        return loop.decide(turn -> ScalingPolicies.put(turn, TARGET, name, settings));
    }

    /// A step policy with an alarm of the caller's on CPU, one minute of one.
    ScalingPolicy.Step step(
            String name,
            Comparison comparison,
            double threshold,
            AdjustmentType type,
            StepAdjustment... steps) {
        return loop.decide(turn -> {
            ScalingPolicy.Step policy =
                    ScalingPolicies.put(
                            turn,
                            TARGET,
                            name,
                            new ScalingPolicy.StepSettings(
                                    type, List.of(steps), null, null, Statistic.AVERAGE, null));
            Alarms.put(
                    turn,
                    name + "-alarm",
                    new AlarmRule(
                            CPU,
                            Statistic.AVERAGE,
                            60,
                            comparison,
                            threshold,
                            1,
                            1,
                            MissingData.MISSING),
                    new AlarmActions(
                            true,
                            List.of(),
                            List.of(policy.identity().arn(Scope.DEFAULT)),
                            List.of()),
                    null);
            return policy;
        });
    }

    ScheduledAction schedule(
            String name, String expression, @Nullable Integer min, @Nullable Integer max) {
        Schedule schedule;
        try {
            schedule = Schedule.parse(expression, Schedule.zone("Europe/Berlin"), START);
        } catch (InvalidSchedule invalid) {
            throw new IllegalArgumentException(invalid);
        }
        return loop.decide(turn ->
                ScheduledActions.put(
                        turn,
                        new ScheduledActions.Asked(
                                TARGET,
                                name,
                                new ScheduledAction.When(schedule, null, null),
                                new ScheduledAction.Limits(min, max),
                                null)));
    }

    void runSeconds(long seconds) {
        loop.runUntil(loop.nowMillis() + seconds * 1000);
    }

    /// Measures CPU at the end of each of the next minutes.
    void minutes(double... cpu) {
        for (double value : cpu) {
            minute(CPU, value);
        }
    }

    /// The same value for some minutes.
    void steady(int count, double cpu) {
        for (int i = 0; i < count; i++) {
            minute(CPU, cpu);
        }
    }

    /// Runs to the end of this minute and measures.
    void minute(MetricId metric, double value) {
        long endMillis = (loop.nowMillis() / MINUTE + 1) * MINUTE;
        loop.runUntil(endMillis);
        loop.observe(new Measured(metric, endMillis, value, 1, value));
    }

    /// Measures CPU from now on under a load, in tasks that would be fully busy, as a function of
    /// the second since the start.
    void load(LongToDoubleFunction load) {
        double[] sum = {0};
        Runnable[] second = new Runnable[1];
        second[0] =
                () -> {
                    long at = (loop.nowMillis() - START) / 1000;
                    long running = running();
                    sum[0] += running == 0 ? 0 : Math.min(1, load.applyAsDouble(at) / running);
                    if ((at + 1) % 60 == 0) {
                        double percent = sum[0] / 60 * 100;
                        sum[0] = 0;
                        long endMillis = START + (at + 1) * 1000;
                        loop.at(
                                endMillis,
                                () ->
                                        loop.observe(
                                                new Measured(CPU, endMillis, percent, 1, percent)));
                    }
                    loop.at(loop.nowMillis() + 1000, second[0]);
                };
        loop.at(loop.nowMillis(), second[0]);
    }

    List<ScalingActivity> activities() {
        return world.scaling().activitiesOf.list(TARGET);
    }

    AlarmState state(String alarm) {
        return world.scaling().alarms.require(alarm).state();
    }

    private static TaskDefinition definition(int revision) {
        return new TaskDefinition(
                "web",
                revision,
                DefinitionStatus.ACTIVE,
                NetworkMode.AWSVPC,
                256,
                512,
                List.of(
                        new ContainerDefinition(
                                "web", "web", 0, 0, 0, List.of(), true, List.of(), null, 0, 0, 0)),
                List.of(),
                "X86_64",
                "LINUX",
                20,
                null);
    }

    private static ServiceRevision revision(int revision) {
        return new ServiceRevision(
                "web:" + revision,
                "LATEST",
                new ServiceNetwork(
                        List.of("subnet-a", "subnet-b"),
                        List.of("us-east-1a", "us-east-1b"),
                        List.of(),
                        false),
                List.of());
    }
}
