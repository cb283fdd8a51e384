package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.Agenda;
import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.driver.Observation;
import dev.kingtide.core.time.Dice;
import dev.kingtide.core.traffic.Anomaly;
import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetHealth;
import dev.kingtide.rehearsal.simulation.Recording.Loss;
import dev.kingtide.rehearsal.simulation.Recording.Series;
import dev.kingtide.rehearsal.simulation.SimulatedTask.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Load balancers and their clients in virtual time: a fluid model, second by second, of cohorts of
/// like tasks (see [TaskQueue] for its theory).
///
/// A second is worked out at its end, with the targets that there are then. Tasks that die in the
/// middle of it take what they worked on with them at once.
public final class SimulatedTraffic implements Edge {
    private static final double IDLE_SECONDS = 60;
    private static final double LONGEST_WAIT_SECONDS = 4000;

    private final Agenda loop;
    private final Consumer<? super Observation> ear;
    private final SimulatedDriver driver;
    private final SimulationInputs inputs;
    private final Dice dice;
    private final long startMillis;
    private final Recording recording;
    private final Clients clients;
    private final Answers answers;
    private final Cohorts cohorts;
    private final Routes routes;
    private final HealthChecks checks;
    private final MinuteMetrics metrics = new MinuteMetrics();
    private final Map<String, TrafficGroup> groups = new LinkedHashMap<>();
    private final Map<String, LoadBalancer> loadBalancers = new LinkedHashMap<>();
    private final Map<String, LoadedTask> tasks = new LinkedHashMap<>();
    private final Map<String, TaskKind> kinds = new LinkedHashMap<>();

    /// Traffic on a loop's agenda from its present on, for as many seconds as the inputs say.
    public SimulatedTraffic(
            Agenda loop, SimulatedDriver driver, SimulationInputs inputs, Dice dice) {
        this(loop, loop::observe, driver, inputs, dice);
    }

    /// The same, with another ear for what the load balancers see.
    public SimulatedTraffic(
            Agenda loop,
            Consumer<? super Observation> ear,
            SimulatedDriver driver,
            SimulationInputs inputs,
            Dice dice) {
        this.loop = loop;
        this.ear = ear;
        this.driver = driver;
        this.inputs = inputs;
        this.dice = dice.fork("traffic");
        this.startMillis = loop.nowMillis();
        this.recording = new Recording(startMillis, inputs.seconds());
        this.clients = new Clients(inputs.crowds(), recording);
        double common = inputs.application().waitMillisPerRequest();
        for (ApplicationModel each : inputs.applications().values()) {
            common = Math.min(common, each.waitMillisPerRequest());
        }
        this.answers = new Answers(recording, common / 1000);
        this.cohorts = new Cohorts(clients, slots());
        this.routes = new Routes(inputs.crowds(), groups);
        this.checks = new HealthChecks(this);
        driver.fleet().watch(this::changed);
        loop.at(startMillis + 1000, this::tick);
    }

    private int slots() {
        double longest = 10;
        for (Crowd crowd : inputs.crowds()) {
            ClientModel client = crowd.client();
            double limit = Math.min(client.timeoutMillis(), client.patienceMillis()) / 1000;
            longest = Math.max(longest, Math.min(limit, LONGEST_WAIT_SECONDS));
        }
        return (int) Math.ceil(longest) + 3;
    }

    /// What has been measured so far.
    public Recording recording() {
        return recording;
    }

    @Override
    public void accept(EdgeCommand command) {
        switch (command) {
            case EdgeCommand.PutLoadBalancer(LoadBalancer loadBalancer) ->
                    loadBalancers.put(loadBalancer.arn(), loadBalancer);
            case EdgeCommand.RemoveLoadBalancer(String arn) -> loadBalancers.remove(arn);
            case EdgeCommand.PutCertificate _,
                    EdgeCommand.RemoveCertificate _,
                    EdgeCommand.PutTrustStore _,
                    EdgeCommand.RemoveTrustStore _ -> {}
            case EdgeCommand.PutListener(var listener) -> routes.put(listener);
            case EdgeCommand.RemoveListener(String arn) -> routes.remove(arn);
            case EdgeCommand.PutGroup(TargetGroup group) -> put(group);
            case EdgeCommand.RemoveGroup(String arn) -> removeGroup(arn);
            case EdgeCommand.AddTarget(Target target) -> add(target);
            case EdgeCommand.DrainTarget(Target target) -> drain(target);
            case EdgeCommand.RemoveTarget(Target target) -> remove(target.groupArn(), target.key());
        }
    }

    private void put(TargetGroup settings) {
        TrafficGroup group = groups.get(settings.arn());
        if (group == null) {
            groups.put(settings.arn(), new TrafficGroup(groups.size(), settings, clients.kinds));
            routes.changed();
            return;
        }
        boolean other = !group.settings.healthCheck().equals(settings.healthCheck());
        boolean rezoned =
                group.settings.attributes().crossZone() != settings.attributes().crossZone();
        group.settings = settings;
        if (rezoned) {
            group.targets.values().forEach(this::place);
        }
        if (other) {
            checks.reconfigured(group);
        }
    }

    private void place(ProbedTarget target) {
        if (target.task != null) {
            cohorts.place(target.task, false);
        }
    }

    private void removeGroup(String arn) {
        TrafficGroup group = groups.get(arn);
        if (group != null) {
            for (String key : List.copyOf(group.targets.keySet())) {
                remove(arn, key);
            }
            groups.remove(arn);
            routes.changed();
        }
    }

    private void add(Target target) {
        TrafficGroup group = groups.get(target.groupArn());
        if (group == null) {
            return;
        }
        ProbedTarget known = group.targets.remove(target.key());
        if (known != null) {
            forget(known);
        }
        LoadedTask task = load(target.taskId());
        String subject = (task == null ? target.id() : task.task.subject) + ':' + group.number;
        double chance = dice.uniform("first-probe", subject);
        int range = TargetHealth.FIRST_PROBE_MILLIS_MOST - TargetHealth.FIRST_PROBE_MILLIS_LEAST;
        long first = millis() + TargetHealth.FIRST_PROBE_MILLIS_LEAST + (long) (range * chance);
        ProbedTarget probed =
                new ProbedTarget(
                        target, group, task, dice.uniform("rank", subject), first, group.warm());
        group.targets.put(target.key(), probed);
        group.count(probed, 1);
        checks.begin(probed);
        if (task != null) {
            task.targets.add(probed);
            cohorts.place(task, false);
        }
    }

    private @Nullable LoadedTask load(@Nullable String taskId) {
        SimulatedTask task = taskId == null ? null : driver.fleet().get(taskId);
        if (task == null) {
            return null;
        }
        LoadedTask loaded = tasks.get(task.id());
        if (loaded == null) {
            loaded = new LoadedTask(task, kind(task));
            tasks.put(task.id(), loaded);
            task.load = loaded;
            checks.loaded(loaded);
        }
        return loaded;
    }

    private TaskKind kind(SimulatedTask task) {
        String family =
                inputs.applications().containsKey(task.definition.family())
                        ? task.definition.family()
                        : "";
        return kinds.computeIfAbsent(
                family + '|' + task.vcpu,
                key -> new TaskKind(task.application, task.vcpu, kinds.size()));
    }

    private void drain(Target target) {
        TrafficGroup group = groups.get(target.groupArn());
        ProbedTarget probed = group == null ? null : group.targets.get(target.key());
        if (group == null || probed == null || probed.draining) {
            return;
        }
        group.count(probed, -1);
        group.ramping.remove(probed);
        checks.end(probed);
        probed.draining = true;
        if (probed.task != null) {
            cohorts.place(probed.task, false);
        }
    }

    private void remove(String groupArn, String targetKey) {
        TrafficGroup group = groups.get(groupArn);
        ProbedTarget probed = group == null ? null : group.targets.remove(targetKey);
        if (group == null || probed == null) {
            return;
        }
        forget(probed);
        LoadedTask task = probed.task;
        if (task == null) {
            return;
        }
        if (task.targets.isEmpty()) {
            cohorts.remove(task);
            checks.unloaded(task);
            tasks.remove(task.task.id());
            task.task.load = TaskLoad.NONE;
        } else {
            cohorts.cut(task);
            cohorts.place(task, false);
        }
    }

    private void forget(ProbedTarget probed) {
        if (!probed.draining) {
            probed.group.count(probed, -1);
            probed.group.ramping.remove(probed);
            checks.end(probed);
        }
        if (probed.task != null) {
            probed.task.targets.remove(probed);
        }
    }

    /// A task answers in another way than before.
    private void changed(SimulatedTask task) {
        LoadedTask loaded = tasks.get(task.id());
        if (loaded == null) {
            if (task.phase == Phase.SERVING) {
                logStart(task, task.readyAtMillis);
            }
            return;
        }
        cohorts.place(loaded, false);
        for (ProbedTarget target : loaded.targets) {
            if (!target.draining) {
                checks.unsettle(target);
            }
        }
    }

    /// A target's health, as the load balancer shows it, changed.
    void show(ProbedTarget target, TargetHealth health, boolean worst) {
        TrafficGroup group = target.group;
        group.count(target, -1);
        target.shown = health.state();
        group.count(target, 1);
        checks.ramp(target);
        if (target.task != null) {
            cohorts.place(target.task, worst);
            if (health.reason() == null) {
                SimulatedTask task = target.task.task;
                long ready =
                        task.readyAtMillis
                                + task.stageMillis.getOrDefault(
                                        StartStage.CONTAINER_HEALTH_CHECK, 0L);
                logStart(task, ready);
            }
        }
        ear.accept(health.report(target.target.key()));
    }

    private void logStart(SimulatedTask task, long readyMillis) {
        if (!task.logged) {
            task.logged = true;
            task.took(StartStage.TARGET_HEALTH, Math.max(0, loop.nowMillis() - readyMillis));
            driver.starts().add(task);
        }
    }

    private void tick() {
        int second = clients.second();
        long endMillis = startMillis + (second + 1) * 1000L;
        clients.begin();
        routes.distribute(clients);
        for (TrafficGroup group : groups.values()) {
            checks.endRamps(group, endMillis);
            group.distribute(clients, endMillis, zones(group));
        }
        double idle = idleSeconds();
        for (Cohort cohort : cohorts.all()) {
            cohort.serve(clients, idle, answers);
            for (Cohort.Membership membership : cohort.memberships) {
                membership.group().measured(cohort);
            }
            metrics.used(cohort);
            cohort.pending.end(second, clients);
            cohort.quiet();
        }
        if (second % Anomaly.INTERVAL_SECONDS == 0) {
            groups.values().forEach(TrafficGroup::judge);
            cohorts.all().forEach(Cohort::judged);
        }
        record(second);
        cohorts.tidy();
        clients.end();
        checks.probe(second);
        if (endMillis % 60_000 == 0) {
            List<EdgeObservation.Measured> minute =
                    metrics.minute(endMillis, groups.values(), loadBalancers);
            minute.forEach(ear);
        }
        if (second + 1 < recording.seconds()) {
            loop.at(endMillis + 1000, this::tick);
        } else {
            recording.inFlight(cohorts.inFlight() + clients.waiting());
        }
    }

    /// The zones whose nodes send each what comes to them to the group's targets there; none where
    /// they are not kept apart.
    private List<String> zones(TrafficGroup group) {
        TargetGroup settings = group.settings;
        LoadBalancer balancer =
                settings.attributes().crossZone() || settings.loadBalancerArns().isEmpty()
                        ? null
                        : loadBalancers.get(settings.loadBalancerArns().getFirst());
        return balancer == null ? List.of() : balancer.nodeZones();
    }

    private void record(int second) {
        Fleet fleet = driver.fleet();
        int running = 0;
        for (Phase phase : Phase.values()) {
            running += phase.runs() ? fleet.count(phase) : 0;
        }
        int healthy = 0;
        int unhealthy = 0;
        for (TrafficGroup group : groups.values()) {
            healthy += group.healthy;
            unhealthy += group.unhealthy;
        }
        double capacity = 0;
        for (Cohort cohort : cohorts.all()) {
            if (cohort.answer == Cohort.Answer.SERVING && cohort.isHealthy()) {
                capacity += cohort.tasks * cohort.kind.queue.capacity;
            }
        }
        recording.at(Series.CAPACITY)[second] = capacity;
        recording.at(Series.TASKS_RUNNING)[second] = running;
        recording.at(Series.TASKS_PENDING)[second] = fleet.count(Phase.STARTING);
        recording.at(Series.TARGETS_HEALTHY)[second] = healthy;
        recording.at(Series.TARGETS_UNHEALTHY)[second] = unhealthy;
        recording.at(Series.CPU_PERCENT)[second] = metrics.second(fleet);
        answers.end(second);
    }

    private double idleSeconds() {
        double idle = loadBalancers.isEmpty() ? IDLE_SECONDS : LONGEST_WAIT_SECONDS;
        for (LoadBalancer each : loadBalancers.values()) {
            String set = each.attributes().get("idle_timeout.timeout_seconds");
            idle = Math.min(idle, set == null ? IDLE_SECONDS : Integer.parseInt(set));
        }
        return idle;
    }

    Agenda loop() {
        return loop;
    }

    long startMillis() {
        return startMillis;
    }

    /// How long it has been going on.
    long millis() {
        return loop.nowMillis() - startMillis;
    }

    /// The second that goes on.
    int second() {
        return clients.second();
    }

    Iterable<TrafficGroup> groups() {
        return groups.values();
    }

    Cohorts cohorts() {
        return cohorts;
    }

    void say(Observation observation) {
        ear.accept(observation);
    }

    double unit(String purpose, String subject) {
        return dice.uniform(purpose, subject);
    }

    static Loss lossOf(int status) {
        return switch (status) {
            case 502 -> Loss.BAD_GATEWAY_502;
            case 504 -> Loss.GATEWAY_TIMEOUT_504;
            default -> Loss.NO_TARGET_503;
        };
    }
}
