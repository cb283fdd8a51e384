package dev.kingtide.rehearsal.report;

import dev.kingtide.rehearsal.cost.Bill;
import dev.kingtide.rehearsal.launch.Goal;
import dev.kingtide.rehearsal.report.Report.Advice;
import dev.kingtide.rehearsal.report.Report.Inputs;
import dev.kingtide.rehearsal.report.Report.Landmark;
import dev.kingtide.rehearsal.report.Report.Moment;
import dev.kingtide.rehearsal.report.Report.Phase;
import dev.kingtide.rehearsal.report.Report.Starts;
import dev.kingtide.rehearsal.report.Report.Verdict;
import dev.kingtide.rehearsal.source.FileRead;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.NullMarked;

/// Reports written by hand.
@NullMarked
public final class Reports {

    private static final String STEADY = "(service s) has reached a steady state.";

    private Reports() {}

    public static Phase phase(int from, int to, double demand, double served, double refused) {
        SequencedMap<String, Double> lost = new LinkedHashMap<>();
        lost.put("503", 0.0);
        lost.put("refused", refused);
        return new Phase(
                from, to, demand, demand * 1.5, 120, 40, 1, 2, served, lost, 80, 12_345, 97.4);
    }

    /// A run of two minutes that does not hold, or does.
    public static Report report(boolean holds) {
        SequencedMap<String, Series> series = new LinkedHashMap<>();
        series.put("demandRequests", new Series(new double[] {1, 2.5}));
        SequencedMap<String, Integer> stops = new LinkedHashMap<>();
        stops.put("Task failed ELB health checks in (target-group web)", 3);
        double refused = holds ? 0 : 2_000;
        return new Report(
                new Report.Header(
                        "Sale",
                        List.of("traffic.scale=2"),
                        Instant.parse("2026-12-04T19:00:00Z").toEpochMilli(),
                        ZoneId.of("Europe/Berlin"),
                        120,
                        7,
                        "123456789012",
                        "eu-central-1"),
                new Goal(99.9, 800),
                holds
                        ? new Verdict(true, null, "every minute reaches the goal", 0)
                        : new Verdict(false, 61, "2 healthy tasks could not", null),
                phase(0, 120, 10_000, 10_000 - refused, refused),
                List.of(
                        phase(0, 60, 2_000, 2_000, 0),
                        phase(60, 120, 8_000, 8_000 - refused, refused)),
                new Starts(
                        3,
                        42.5,
                        List.of(
                                new Starts.Stage("image pull", 20, 21, 25, 26),
                                new Starts.Stage("application boot", 10, 10, 11, 12)),
                        new Starts.Start(0, List.of(21.0, 10.5)),
                        new Starts.Start(60, List.of(25.0, 12.0))),
                new Report.Tasks(
                        5,
                        2,
                        stops,
                        List.of(
                                new Report.ScaleOut(0, "c/s", 0, 2, 42.512, 55.25),
                                new Report.ScaleOut(61, "c/s", 2, 4, null, null))),
                new Bill(List.of(new Bill.Item("Fargate x86", 1.5, "vCPU-hours", 0.06072))),
                holds
                        ? List.of()
                        : List.of(
                                new Advice(
                                        "Handle SIGTERM",
                                        "it is ignored",
                                        List.of("application.sigterm=handled"),
                                        "ECS developer guide",
                                        1_500.0,
                                        -0.25)),
                List.of(new Moment(Moment.Kind.SERVICE, 3, "c/s", STEADY, 1)),
                List.of(new Landmark(Landmark.Kind.FIRST_LOSS, 61, "first request lost")),
                new Inputs(
                        List.of(new FileRead("launch.yaml", 900, "5feceb66")),
                        new LinkedHashMap<>(Map.of("image.layers", "12")),
                        List.of(new Inputs.Call(0, "ecs:CreateService", "service.json")),
                        List.of("one line does not count")),
                series);
    }

    /// The same with requests lost by every cause in its last phase, and as in all, and with one
    /// long piece of evidence.
    public static Report with(Report report, SequencedMap<String, Double> lost, String evidence) {
        return new Report(
                report.header(),
                report.goal(),
                report.verdict(),
                losing(report.total(), lost),
                List.of(report.phases().getFirst(), losing(report.phases().getLast(), lost)),
                report.starts(),
                report.tasks(),
                report.bill(),
                List.of(new Advice("Do", evidence, List.of("a=b"), "source", null, null)),
                report.moments(),
                report.landmarks(),
                report.inputs(),
                report.series());
    }

    private static Phase losing(Phase phase, SequencedMap<String, Double> lost) {
        return new Phase(
                phase.fromSecond(),
                phase.toSecond(),
                phase.demandRequests(),
                phase.attemptRequests(),
                phase.peakDemandPerSecond(),
                phase.capacityPerSecond(),
                phase.healthyTasksLeast(),
                phase.healthyTasksMost(),
                phase.servedRequests(),
                lost,
                phase.p50Millis(),
                phase.p99Millis(),
                phase.cpuPercent());
    }
}
