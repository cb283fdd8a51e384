package dev.kingtide.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.cluster.Registration;
import dev.kingtide.core.cluster.Resources;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.placement.Reservations;
import dev.kingtide.core.service.ServiceRevision.ServiceLoadBalancer;
import dev.kingtide.core.service.ServiceRevision.ServiceNetwork;
import dev.kingtide.core.service.ServiceRevision.TrafficShift;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.core.task.TaskTables.Standing;
import dev.kingtide.core.time.Dice;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Generated services under faults: first anything may fail, then everything heals and must
/// converge.
class ServiceSeedsTest {
    private static final int SEEDS = 1_200;
    private static final List<String> ZONES = List.of("us-east-1a", "us-east-1b");

    @Test
    void every_seed_keeps_the_invariants_and_converges_once_faults_end() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            walk(seed);
        }
    }

    /// Seeds that once failed, kept whatever becomes of the others.
    @ParameterizedTest
    @ValueSource(longs = {584, 880, 989})
    void a_seed_that_once_failed_keeps_the_invariants(long seed) {
        walk(seed);
    }

    private static void walk(long seed) {
        try {
            new Run(seed).run();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
        }
    }

    /// One generated service and what befalls it.
    private static final class Run {
        private final Dice dice;
        private final ServiceWorld given;
        private final boolean onInstances;
        private final boolean balanced;
        private @Nullable TrafficShift shift;
        private int draws;
        private int desired;
        private int revision = 1;
        private double startFailures;

        Run(long seed) {
            dice = new Dice(seed);
            given = new ServiceWorld(seed);
            onInstances = chance(0.5);
            balanced = chance(0.6);
            desired = 1 + below(12);
        }

        void run() {
            prepare();
            for (int step = 0; step < 40; step++) {
                befall();
                given.runSeconds(1 + below(40));
                check();
            }
            heal();
            given.runSeconds(3 * 3600);
            check();
            assertThat(given.healthy()).as(this::story).isEqualTo(desired);
            assertThat(given.all()).as("tasks that are not STOPPED").isEqualTo(desired);
            assertThat(given.service().deployments()).as(this::story).hasSize(1);
            assertThat(given.service().progress().steady()).as(this::story).isTrue();
        }

        private String story() {
            StringBuilder text = new StringBuilder("healthy tasks at the end; the service is ");
            text.append(given.service()).append("; its last events were ");
            List<String> messages = given.messages();
            messages.subList(Math.max(0, messages.size() - 8), messages.size())
                    .forEach(m -> text.append('\n').append(m));
            given.world.tasks().table.rows().stream()
                    .filter(t -> t.status() != TaskStatus.STOPPED)
                    .forEach(t -> text.append('\n').append(t));
            return text.toString();
        }

        private void prepare() {
            if (balanced) {
                given.balance(below(3) * 20);
                shift = chance(0.5) ? given.shiftable() : null;
            }
            given.alarm("errors");
            if (onInstances) {
                for (int i = 0; i < 4; i++) {
                    join();
                }
                for (int number = 1; number <= 2; number++) {
                    given.bridge(number);
                }
            }
            given.world.tasks().table.watch(this::neverBeyondTheUpperBound);
            given.driver.failsToStart = task -> chance(startFailures);
            given.driver.startMillis = 2_000L + below(60_000);
            int maximum = chance(0.3) ? 100 : 150 + below(51);
            int minimum = maximum == 100 ? below(60) : below(101);
            CircuitBreaker breaker =
                    new CircuitBreaker(
                            chance(0.5),
                            chance(0.5),
                            true,
                            CircuitBreaker.Threshold.BOUNDED_PERCENT,
                            50);
            given.loop.decide(turn ->
                    Services.create(
                            turn,
                            new Services.NewService(
                                    "shop",
                                    "web",
                                    desired,
                                    new ServiceSettings(
                                            onInstances ? LaunchType.EC2 : LaunchType.FARGATE,
                                            strategy(),
                                            PlacementRules.SERVICE_DEFAULT,
                                            new DeploymentConfiguration(
                                                    minimum,
                                                    maximum,
                                                    breaker,
                                                    deploymentStrategy(),
                                                    alarms(),
                                                    below(4),
                                                    List.of()),
                                            below(2) * 60,
                                            new ServiceMode(
                                                    ServiceMode.Scheduling.REPLICA,
                                                    ServiceMode.Controller.ECS,
                                                    chance(0.5))),
                                    revision(),
                                    null)));
        }

        /// Only services whose traffic can be shifted, or that have none, shift it.
        private DeploymentStrategy deploymentStrategy() {
            if ((balanced && shift == null) || chance(0.5)) {
                return new DeploymentStrategy.Rolling();
            }
            return switch (below(3)) {
                case 0 -> new DeploymentStrategy.BlueGreen();
                case 1 -> new DeploymentStrategy.Linear(300 + below(700), below(2));
                default -> new DeploymentStrategy.Canary(1 + below(500), below(3));
            };
        }

        private DeploymentAlarms alarms() {
            return chance(0.5)
                    ? DeploymentAlarms.NONE
                    : new DeploymentAlarms(List.of("errors"), true, chance(0.7));
        }

        private CapacityStrategy strategy() {
            return onInstances || chance(0.5)
                    ? CapacityStrategy.NONE
                    : new CapacityStrategy(
                            List.of(
                                    new CapacityStrategy.Item("FARGATE", 1, 1),
                                    new CapacityStrategy.Item("FARGATE_SPOT", 0, 3)));
        }

        private ServiceRevision revision() {
            ServiceRevision awsvpc = ServiceWorld.revision(revision, balanced);
            return new ServiceRevision(
                    awsvpc.taskDefinition(),
                    onInstances ? "" : awsvpc.platformVersion(),
                    onInstances ? ServiceNetwork.NONE : awsvpc.network(),
                    balanced
                            ? List.of(new ServiceLoadBalancer(ServiceWorld.GROUP, "web", 80, shift))
                            : List.of());
        }

        /// Something happens: to the service, to a task, to an instance, to a target.
        private void befall() {
            Task task = anyTask();
            switch (below(14)) {
                case 0 -> {
                    desired = below(15);
                    given.desire(desired);
                }
                case 1 -> {
                    revision = 3 - revision;
                    given.loop.decide(turn ->
                            Services.update(
                                    turn,
                                    ServiceWorld.KEY,
                                    new Services.ServiceChange(
                                            null, null, revision(), true, null)));
                }
                case 2, 3 -> {
                    if (task != null) {
                        given.driver.crash(task.id());
                    }
                }
                case 4 -> startFailures = chance(0.5) ? 0 : 0.7;
                case 5 -> {
                    ContainerInstance instance = anyInstance();
                    if (instance != null) {
                        given.driver.vanish(instance.id());
                    }
                }
                case 6 -> {
                    if (onInstances) {
                        join();
                    }
                }
                case 7 -> {
                    ContainerInstance instance = anyInstance();
                    if (instance != null) {
                        given.loop.decide(turn -> {
                            Draining.drain(turn, instance.id());
                            return "";
                        });
                    }
                }
                case 8 -> given.measure("errors", below(2));
                case 9 -> stopDeployment();
                case 10 -> pauseOrResume();
                case 11 -> {
                    if (task != null && given.world.tasks().table.require(task.id()).isRunning()) {
                        int minutes = 1 + below(30);
                        given.loop.decide(turn -> TaskProtections.protect(turn, task, minutes));
                    }
                }
                default -> {
                    List<String> keys = new ArrayList<>(given.edge.targets().keySet());
                    if (!keys.isEmpty()) {
                        given.edge.failing(keys.get(below(keys.size())));
                    }
                }
            }
        }

        /// Somebody wants the deployment in progress to be rolled back, or stopped where it is.
        private void stopDeployment() {
            ServiceDeployment open = given.deployment();
            if (open.isOpen()) {
                boolean back = open.configuration().strategy().shifts() || chance(0.7);
                given.loop.decide(turn -> {
                    ServiceDeployments.stop(turn, open, back);
                    return "";
                });
            }
        }

        /// The next deployments pause, or the one that pauses is told what to do.
        private void pauseOrResume() {
            ServiceDeployment open = given.deployment();
            for (LifecycleHook.Run pause : open.hooks()) {
                if (open.isOpen()
                        && !open.status().isRollback()
                        && pause.status() == LifecycleHook.Status.AWAITING_ACTION) {
                    LifecycleHook.Action action = action();
                    given.loop.decide(turn -> {
                        ServiceDeployments.resume(turn, open, pause, action);
                        return "";
                    });
                    return;
                }
            }
            if (open.configuration().strategy().shifts()) {
                List<DeploymentStage> stages =
                        List.of(
                                DeploymentStage.RECONCILE_SERVICE,
                                DeploymentStage.POST_SCALE_UP,
                                DeploymentStage.PRE_PRODUCTION_TRAFFIC_SHIFT);
                hook(
                        List.of(
                                new LifecycleHook(
                                        stages.subList(below(3), 3), 1 + below(2), action())));
            }
        }

        private LifecycleHook.Action action() {
            return chance(0.5) ? LifecycleHook.Action.CONTINUE : LifecycleHook.Action.ROLLBACK;
        }

        private void hook(List<LifecycleHook> hooks) {
            ServiceSettings now = given.service().settings();
            DeploymentConfiguration how = now.deployment();
            ServiceSettings next =
                    new ServiceSettings(
                            now.launchType(),
                            now.capacityStrategy(),
                            now.placement(),
                            new DeploymentConfiguration(
                                    how.minimumHealthyPercent(),
                                    how.maximumPercent(),
                                    how.circuitBreaker(),
                                    how.strategy(),
                                    how.alarms(),
                                    how.bakeMinutes(),
                                    hooks),
                            now.gracePeriodSeconds(),
                            now.mode());
            given.loop.decide(turn ->
                    Services.update(
                            turn,
                            ServiceWorld.KEY,
                            new Services.ServiceChange(null, next, null, false, null)));
        }

        /// Ends all faults; bounds between which nothing could be replaced get a size that leaves
        /// room.
        private void heal() {
            startFailures = 0;
            DeploymentConfiguration bounds = given.service().settings().deployment();
            if (bounds.lowerBound(desired) >= bounds.upperBound(desired)) {
                desired = 4;
                given.desire(desired);
            }
            if (onInstances) {
                for (int i = 0; i < 6; i++) {
                    join();
                }
            }
            hook(List.of());
            given.measure("errors", 0);
            given.runSeconds(600); // what was doomed before has failed by now
            for (Task task : List.copyOf(given.world.tasks().table.rows())) {
                given.loop.decide(turn -> {
                    TaskProtections.end(turn, task.id());
                    return "";
                });
            }
            boolean pauses = !given.deployment().configuration().hooks().isEmpty();
            if (given.service().primary().rollout() == Deployment.Rollout.FAILED
                    || (given.deployment().isOpen() && pauses)) {
                given.loop.decide(turn ->
                        Services.update(
                                turn,
                                ServiceWorld.KEY,
                                new Services.ServiceChange(null, null, revision(), true, null)));
            }
        }

        private void check() {
            for (Task task : given.world.tasks().table.rows()) {
                boolean alive = given.driver.alive().containsKey(task.id());
                if (alive) {
                    assertThat(task.status()).as("a running task").isNotEqualTo(TaskStatus.STOPPED);
                }
                if (task.isRunning() || task.status().isStarting()) {
                    assertThat(alive || task.state().stopWanted())
                            .as("task %s is lost", task)
                            .isTrue();
                }
            }
            assertThat(given.world.tasks().table.rows().stream().map(Task::id))
                    .as("no task without a record")
                    .containsAll(given.driver.alive().keySet());
            standingsEqualARecount();
            historyFitsTheService();
            instancesHoldWhatTheirTasksTake();
            for (Target target : given.world.traffic().targets.rows()) {
                Task task = given.world.tasks().table.get(String.valueOf(target.taskId()));
                if (target.state() != TargetState.DRAINING && task != null) {
                    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
                }
            }
        }

        private void historyFitsTheService() {
            List<ServiceDeployment> open =
                    given.world.services().deploymentsOf.list(ServiceWorld.KEY).stream()
                            .filter(ServiceDeployment::isOpen)
                            .toList();
            Deployment primary = given.service().primary();
            boolean inProgress = primary.rollout() == Deployment.Rollout.IN_PROGRESS;
            assertThat(open).as("service deployments in progress").hasSize(inProgress ? 1 : 0);
            for (ServiceDeployment one : open) {
                boolean back = one.status() == ServiceDeployment.Status.ROLLBACK_IN_PROGRESS;
                assertThat(primary.rollingBack()).as("rolling back").isEqualTo(back);
                assertThat(primary.id().equals(one.target())).isEqualTo(!back);
            }
            if (shift != null) {
                List<Integer> weights = given.weights(shift.productionRuleArn());
                assertThat(weights.stream().mapToInt(w -> w).sum()).as("weights").isPositive();
            }
        }

        private void standingsEqualARecount() {
            int counted = given.world.tasks().count(ServiceWorld.KEY, Standing.STOPPING);
            for (Deployment deployment : given.service().deployments()) {
                for (Standing standing : Standing.values()) {
                    counted += given.world.tasks().count(deployment.id(), standing);
                }
            }
            assertThat(counted).as("standings").isEqualTo((int) given.all());
        }

        private void instancesHoldWhatTheirTasksTake() {
            for (ContainerInstance instance : given.world.clusters().instances.rows()) {
                int cpu = 0;
                int tasks = 0;
                for (Task task : given.world.tasks().byInstance.get(instance.id())) {
                    cpu +=
                            Reservations.of(
                                            given.world
                                                    .tasks()
                                                    .definitions
                                                    .require(task.identity().definition()))
                                    .cpuUnits();
                    tasks++;
                }
                assertThat(instance.registered().cpuUnits() - instance.remaining().cpuUnits())
                        .isEqualTo(cpu);
                assertThat(instance.runningTasks() + instance.pendingTasks()).isEqualTo(tasks);
            }
        }

        private void neverBeyondTheUpperBound(@Nullable Task before, @Nullable Task after) {
            if (before == null && after != null) {
                Service service = given.service();
                int upper = service.settings().deployment().upperBound(service.wanted());
                boolean shifts = service.settings().deployment().strategy().shifts();
                long all = shifts ? ofSide(after) : given.all();
                assertThat(all).as("tasks after a launch").isLessThanOrEqualTo(upper);
            }
        }

        /// Where both revisions run in full, each has bounds of its own.
        private long ofSide(Task launched) {
            String side = String.valueOf(launched.identity().deploymentId());
            long count = given.world.tasks().count(ServiceWorld.KEY, Standing.STOPPING);
            for (Standing standing : Standing.values()) {
                count += given.world.tasks().count(side, standing);
            }
            return count;
        }

        private void join() {
            int number = draws;
            given.loop.decide(turn -> {
                ContainerInstance made =
                        Instances.register(
                                turn,
                                new Registration(
                                        "shop",
                                        "i-%017x".formatted(number),
                                        "m5.large",
                                        ZONES.get(below(2)),
                                        null,
                                        false,
                                        "1.105.1",
                                        "x86_64",
                                        new Resources(1024, 4096, 10),
                                        new TreeMap<>()));
                Services.instanceJoined(turn, made);
                return made;
            });
        }

        private @Nullable Task anyTask() {
            List<Task> alive = new ArrayList<>(given.driver.alive().values());
            return alive.isEmpty() ? null : alive.get(below(alive.size()));
        }

        private @Nullable ContainerInstance anyInstance() {
            var rows = List.copyOf(given.world.clusters().instances.rows());
            return rows.isEmpty() ? null : rows.get(below(rows.size()));
        }

        private boolean chance(double probability) {
            return dice.uniform("chance", draws++) < probability;
        }

        private int below(int bound) {
            return (int) (dice.uniform("below", draws++) * bound);
        }
    }
}
