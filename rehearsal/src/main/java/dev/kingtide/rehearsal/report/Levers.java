package dev.kingtide.rehearsal.report;

import dev.kingtide.core.World;
import dev.kingtide.core.scaling.ScalableTarget;
import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.launch.Reach;
import dev.kingtide.rehearsal.launch.ScriptedCall;
import dev.kingtide.rehearsal.report.Report.Advice;
import dev.kingtide.rehearsal.report.Report.Phase;
import dev.kingtide.rehearsal.report.Report.Starts;
import dev.kingtide.rehearsal.simulation.ApplicationModel;
import dev.kingtide.rehearsal.simulation.Recording;
import dev.kingtide.rehearsal.simulation.Recording.Loss;
import dev.kingtide.rehearsal.simulation.Recording.Series;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the field recommends, as far as this run speaks for it: each with the changes to give to
/// `--what-if`, so that it can be rehearsed and ranked by what it saves.
public final class Levers {
    private static final double HEADROOM = 1.25;
    private static final int LEAD_SECONDS = 600;
    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private final Launch launch;
    private final Report report;
    private final Recording recording;
    private final World world;
    private final Reach reach;
    private final List<Advice> advice = new ArrayList<>();

    /// What is known of a run.
    public Levers(Launch launch, Report report, Recording recording, World world) {
        this.launch = launch;
        this.report = report;
        this.recording = recording;
        this.world = world;
        this.reach = new Reach(launch.calls());
    }

    /// Advice in the order in which the losses speak for it; none when the launch holds.
    public List<Advice> advice() {
        if (!report.verdict().holds()) {
            capacity();
            cpu();
            starts();
            stops();
            healthChecks();
            grace();
            queue();
        }
        return advice;
    }

    private void add(String title, String evidence, String source, String... changes) {
        advice.add(new Advice(title, evidence, List.of(changes), source, null, null));
    }

    private double lost(Loss cause) {
        return report.total().lostByCause().getOrDefault(cause.words(), 0.0);
    }

    /// What one healthy task can answer, in requests per second: the best second's share.
    private double perTask() {
        double best = 0;
        for (int i = 0; i < recording.seconds(); i++) {
            double healthy = recording.value(Series.TARGETS_HEALTHY, i);
            if (healthy > 0) {
                best = Math.max(best, recording.value(Series.CAPACITY, i) / healthy);
            }
        }
        return best;
    }

    private void capacity() {
        Integer shortFrom = new Measures(recording).shortFrom();
        double perTask = perTask();
        ScriptedCall service = reach.first("ecs:CreateService");
        if (shortFrom == null || perTask <= 0 || service == null) {
            return;
        }
        double peak = report.total().peakDemandPerSecond();
        int needed = (int) Math.ceil(HEADROOM * peak / perTask);
        Integer waited = report.verdict().timeToCapacitySeconds();
        String evidence =
                String.format(
                        Locale.ROOT,
                        "the peak of %s requests/s needs %d tasks of %s/s each, a quarter more"
                                + " than that included; %s",
                        Figures.number(peak),
                        needed,
                        Figures.number(perTask),
                        waited == null
                                ? "there were never enough again"
                                : "enough came only after " + Figures.seconds(waited));
        String resource = resource(service);
        ScalableTarget target = world.scaling().targets.get(resource);
        if (target == null) {
            add(
                    "Start with enough tasks",
                    evidence,
                    "Amazon ECS best practices: scale before a known event",
                    reach.key(service, "desiredCount") + '=' + needed);
            return;
        }
        long at = launch.startMillis() + Math.max(60, shortFrom - LEAD_SECONDS) * 1000L;
        String when = AT.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC));
        add(
                "Scale out before the crowd comes, by a scheduled action",
                evidence,
                "Application Auto Scaling user guide: scheduled scaling",
                String.format(
                        Locale.ROOT,
                        "calls[+]={name: before-the-crowd, call:"
                                + " \"application-autoscaling:PutScheduledAction\", input:"
                                + " {ServiceNamespace: ecs, ScheduledActionName: before-the-crowd,"
                                + " ResourceId: %s, ScalableDimension:"
                                + " \"ecs:service:DesiredCount\","
                                + " Schedule: \"at(%s)\", ScalableTargetAction: {MinCapacity: %d,"
                                + " MaxCapacity: %d}}}",
                        resource,
                        when,
                        needed,
                        Math.max(needed * 2, target.maxCapacity())));
    }

    private static String resource(ScriptedCall service) {
        String cluster = Reach.text(service, "cluster");
        String name = cluster == null ? "default" : cluster.substring(cluster.lastIndexOf('/') + 1);
        return "service/" + name + '/' + Reach.text(service, "serviceName");
    }

    private void cpu() {
        ScriptedCall task = reach.first("ecs:RegisterTaskDefinition");
        int cpu = task == null ? 0 : Reach.number(task, "cpu", 0);
        boolean overloaded = report.phases().stream().anyMatch(p -> p.cpuPercent() > 90);
        if (task == null || cpu == 0 || cpu > 4096 || !overloaded) {
            return;
        }
        int memory = Math.max(Reach.number(task, "memory", 0), cpu * 2 * 2);
        add(
                "Give each task twice the CPU",
                String.format(
                        Locale.ROOT,
                        "CPU was at %.0f %% in the worst phase; boot takes %s of CPU at %s vCPU",
                        report.phases().stream().mapToDouble(Phase::cpuPercent).max().orElse(0),
                        Figures.seconds(launch.inputs().application().bootCpuSeconds()),
                        Figures.number(cpu / 1024.0)),
                "ECS developer guide: AWS Fargate task sizes",
                reach.key(task, "cpu") + '=' + cpu * 2,
                reach.key(task, "memory") + '=' + memory);
    }

    private double median(String stage) {
        return report.starts().stages().stream()
                .filter(s -> s.name().equals(stage))
                .mapToDouble(Starts.Stage::medianSeconds)
                .sum();
    }

    private void starts() {
        double pull = median("image pull") + median("unpack");
        double all = report.starts().medianSeconds();
        if (all <= 0 || pull < all / 4) {
            return;
        }
        String evidence =
                String.format(
                        Locale.ROOT,
                        "pulling and unpacking take %s of the %s of a start (medians)",
                        Figures.seconds(pull),
                        Figures.seconds(all));
        double mib = launch.inputs().image().compressedMib();
        add(
                "Make the image slim",
                evidence,
                "AWS containers blog: pulling is 76 % of the start, 6.4 % of the bytes are needed",
                "image.compressedMib=" + Math.round(mib / 6));
        if (!launch.inputs().image().lazyLoading()) {
            add(
                    "Load the image lazily, with a SOCI index",
                    evidence,
                    "ECS developer guide: Fargate, lazy loading",
                    "image.lazyLoading=true");
        }
    }

    private void stops() {
        double killed = lost(Loss.KILLED_IN_FLIGHT);
        double gone = lost(Loss.BAD_GATEWAY_502);
        ApplicationModel application = launch.inputs().application();
        if (killed + gone < 1 || application.sigtermHandled()) {
            return;
        }
        add(
                "Handle SIGTERM: finish what is in flight, then exit",
                "a task that is to stop waits for SIGKILL; requests lost: "
                        + Figures.number(Math.rint(killed))
                        + " killed in flight, "
                        + Figures.number(Math.rint(gone))
                        + " to tasks that booted or ended (502)",
                "AWS containers blog: graceful shutdowns with ECS",
                "application.sigterm=handled");
    }

    private void healthChecks() {
        ScriptedCall group = reach.first("elbv2:CreateTargetGroup");
        double wait = median("target health");
        double gone = lost(Loss.BAD_GATEWAY_502) + lost(Loss.GATEWAY_TIMEOUT_504);
        int interval = group == null ? 0 : Reach.number(group, "HealthCheckIntervalSeconds", 30);
        if (group == null || interval <= 5 || (wait < 5 && gone < 1)) {
            return;
        }
        add(
                "Check health every 5 s, twice",
                String.format(
                        Locale.ROOT,
                        "a started task waits %s (median) for its target to be healthy; every %d s"
                                + " is looked whether it still is",
                        Figures.seconds(wait),
                        interval),
                "Amazon ECS best practices: load balancer health check parameters",
                reach.key(group, "HealthCheckIntervalSeconds") + "=5",
                reach.key(group, "HealthCheckTimeoutSeconds") + "=4",
                reach.key(group, "HealthyThresholdCount") + "=2");
    }

    private int stopped(String words) {
        int count = 0;
        for (var entry : report.tasks().stoppedByReason().entrySet()) {
            count += entry.getKey().contains(words) ? entry.getValue() : 0;
        }
        return count;
    }

    private void grace() {
        int failed = stopped("failed ELB health checks");
        ScriptedCall service = reach.first("ecs:CreateService");
        if (failed == 0 || service == null) {
            return;
        }
        ScriptedCall group = reach.first("elbv2:CreateTargetGroup");
        String evidence =
                failed
                        + (failed == 1 ? " task was" : " tasks were")
                        + " replaced because health checks failed under load, which leaves fewer to"
                        + " carry it";
        add(
                "Give new tasks a grace period",
                evidence,
                "ECS API reference: healthCheckGracePeriodSeconds",
                reach.key(service, "healthCheckGracePeriodSeconds") + "=300");
        if (group != null) {
            add(
                    "Be slower to give a busy task up",
                    evidence,
                    "Elastic Load Balancing user guide: target group health checks",
                    reach.key(group, "UnhealthyThresholdCount") + "=10");
        }
    }

    private void queue() {
        ApplicationModel application = launch.inputs().application();
        double slow = lost(Loss.CLIENT_TIMEOUT) + lost(Loss.GAVE_UP);
        double budget = launch.inputs().crowds().getFirst().client().timeoutMillis() / 2;
        double perTask = perTask();
        int fits = (int) Math.max(1, perTask * budget / 1000);
        int holds = application.concurrency() + application.acceptQueue();
        if (slow < 1 || perTask <= 0 || fits >= holds) {
            return;
        }
        int concurrency = Math.min(application.concurrency(), fits);
        int queue = Math.max(0, fits - concurrency);
        add(
                "Turn away early what cannot be answered in time",
                String.format(
                        Locale.ROOT,
                        "%s requests timed out: a task takes in %d at once but answers %s/s",
                        Figures.number(slow),
                        holds,
                        Figures.number(perTask)),
                "Amazon Builders' Library: using load shedding to avoid overload",
                "application.concurrency=" + concurrency,
                "application.acceptQueue=" + queue);
    }
}
