package dev.kingtide.rehearsal.report;

import dev.kingtide.core.World;
import dev.kingtide.rehearsal.cost.TaskMeter;
import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.report.Report.Header;
import dev.kingtide.rehearsal.report.Report.Moment;
import dev.kingtide.rehearsal.report.Report.Phase;
import dev.kingtide.rehearsal.report.Report.Starts;
import dev.kingtide.rehearsal.report.Report.Tasks;
import dev.kingtide.rehearsal.report.Report.Verdict;
import dev.kingtide.rehearsal.simulation.FaultPlan;
import dev.kingtide.rehearsal.simulation.Recording;
import dev.kingtide.rehearsal.simulation.Recording.Loss;
import dev.kingtide.rehearsal.simulation.StartLog;
import dev.kingtide.rehearsal.simulation.StartStage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Makes the report of a run.
///
/// @param launch what was rehearsed
/// @param changes the what-ifs that were in force
/// @param world the state at the end
/// @param recording what the traffic saw
/// @param starts how tasks started
/// @param journal what happened
/// @param scaleOuts how long more tasks took to run
/// @param meter what tasks are billed for
public record ReportBuilder(
        Launch launch,
        List<String> changes,
        World world,
        Recording recording,
        StartLog starts,
        Journal journal,
        ScaleOuts scaleOuts,
        TaskMeter meter) {
    private static final int MINUTE = 60;

    /// The report, with advice that has not been rehearsed.
    public Report build() {
        Measures measures = new Measures(recording);
        Phase total = measures.phase(0, recording.seconds());
        Verdict verdict = verdict(total, measures);
        Report report =
                new Report(
                        new Header(
                                launch.name(),
                                changes,
                                launch.startMillis(),
                                launch.zone(),
                                launch.lengthSeconds(),
                                launch.seed(),
                                launch.scope().account(),
                                launch.scope().region()),
                        launch.goal(),
                        verdict,
                        total,
                        phases(measures),
                        startSummary(),
                        new Tasks(
                                journal.createdTasks(),
                                (int) most(Recording.Series.TASKS_RUNNING),
                                journal.stops(),
                                scaleOuts.list()),
                        Costs.of(launch, world, meter, total.attemptRequests()),
                        List.of(),
                        moments(),
                        new Landmarks(launch, recording, starts, journal)
                                .of(verdict, measures.shortFrom()),
                        Provenance.of(launch),
                        series());
        return report.with(new Levers(launch, report, recording, world).advice());
    }

    private double most(Recording.Series what) {
        double most = 0;
        for (int i = 0; i < recording.seconds(); i++) {
            most = Math.max(most, recording.value(what, i));
        }
        return most;
    }

    private List<Phase> phases(Measures measures) {
        int startOfDay =
                Instant.ofEpochMilli(launch.startMillis())
                        .atZone(launch.zone())
                        .toLocalTime()
                        .toSecondOfDay();
        List<Integer> cuts = Cuts.of(launch.forecast().perSecond(), startOfDay);
        List<Phase> phases = new ArrayList<>();
        for (int i = 0; i + 1 < cuts.size(); i++) {
            phases.add(measures.phase(cuts.get(i), cuts.get(i + 1)));
        }
        return phases;
    }

    private Starts startSummary() {
        List<Starts.Stage> stages = new ArrayList<>();
        for (StartLog.StageSummary stage : starts.summary()) {
            stages.add(
                    new Starts.Stage(
                            stage.stage().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            stage.meanSeconds(),
                            stage.p50Seconds(),
                            stage.p95Seconds(),
                            stage.maxSeconds()));
        }
        List<StartLog.TaskStarted> complete = starts.complete();
        double median =
                complete.isEmpty()
                        ? 0
                        : complete.get((complete.size() - 1) / 2).totalMillis() / 1000.0;
        return new Starts(
                complete.size(),
                median,
                stages,
                complete.isEmpty() ? null : start(complete.get((complete.size() - 1) / 2)),
                complete.isEmpty() ? null : start(complete.getLast()));
    }

    private Starts.Start start(StartLog.TaskStarted task) {
        List<Double> stages = new ArrayList<>();
        for (StartStage stage : StartStage.values()) {
            stages.add(task.stageMillis().getOrDefault(stage, 0L) / 1000.0);
        }
        int asked = (int) ((task.askedAtMillis() - launch.startMillis()) / 1000);
        return new Starts.Start(asked, stages);
    }

    /// What happened by itself, and what the launch made go wrong, in order of time.
    private List<Moment> moments() {
        List<Moment> all = new ArrayList<>();
        for (FaultPlan.Event fault : launch.inputs().faults().events()) {
            String kind = fault.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
            String text =
                    fault.kind() == FaultPlan.Kind.PULL_OUTAGE
                            ? kind + " for " + Figures.seconds(fault.seconds())
                            : kind + " of " + Figures.percent(fault.share() * 100);
            all.add(new Moment(Moment.Kind.FAULT, (int) fault.atSecond(), "fault", text, 1));
        }
        all.addAll(journal.moments());
        all.sort(Comparator.comparingInt(Moment::atSecond));
        return all;
    }

    private Verdict verdict(Phase total, Measures measures) {
        boolean share = total.servedPercent() >= launch.goal().servedPercent();
        boolean quick = total.p99Millis() <= launch.goal().p99Millis();
        boolean holds = share && quick && total.servedRequests() > 0;
        Integer broken = measures.brokenAt(launch.goal());
        Integer waited = measures.timeToCapacity();
        return new Verdict(holds, broken, why(holds, broken, measures), waited);
    }

    private String why(boolean holds, @Nullable Integer broken, Measures measures) {
        if (holds) {
            return broken == null
                    ? "every minute reaches the goal"
                    : "the whole run reaches the goal, though single minutes miss it";
        }
        if (broken == null) {
            return "no minute alone misses the goal, but the whole run does";
        }
        Integer lacks = measures.shortFrom(Math.max(0, broken - MINUTE));
        if (lacks != null && lacks - broken < MINUTE) {
            return shortage(lacks, measures);
        }
        return cause(broken);
    }

    /// Tasks and what they could answer are of one second, so that the one follows from the other.
    private String shortage(int lacks, Measures measures) {
        double capacity = recording.value(Recording.Series.CAPACITY, lacks);
        double demand = measures.peak(lacks, Math.min(recording.seconds(), lacks + MINUTE));
        int tasks = (int) recording.value(Recording.Series.TARGETS_HEALTHY, lacks);
        return tasks == 0
                ? "no task was healthy when " + Figures.number(demand) + " requests/s came"
                : String.format(
                        Locale.ROOT,
                        "%d healthy %s could answer %s requests/s, %s/s came",
                        tasks,
                        tasks == 1 ? "task" : "tasks",
                        Figures.number(capacity),
                        Figures.number(demand));
    }

    private String cause(int broken) {
        int to = Math.min(recording.seconds(), broken + MINUTE);
        Loss worst = Loss.NO_TARGET_503;
        for (Loss loss : Loss.values()) {
            worst =
                    recording.lost(loss, broken, to) > recording.lost(worst, broken, to)
                            ? loss
                            : worst;
        }
        double lost = recording.lost(worst, broken, to);
        if (lost <= 0) {
            return "answers took longer than the goal";
        }
        return Figures.number(lost)
                + " requests were lost in the first minute of it, mostly to: "
                + worst.words();
    }

    private SequencedMap<String, Series> series() {
        SequencedMap<String, Series> all = new LinkedHashMap<>();
        for (Recording.Series each : Recording.Series.values()) {
            all.put(Figures.field(each), new Series(recording.values(each)));
        }
        for (Loss loss : Loss.values()) {
            all.put(Figures.field(loss), new Series(recording.lost(loss)));
        }
        double[] desired = new double[recording.seconds()];
        int next = 0;
        double now = 0;
        List<Journal.Desired> changed = journal.desiredChanges();
        for (int i = 0; i < desired.length; i++) {
            while (next < changed.size() && changed.get(next).atSecond() <= i) {
                now += changed.get(next++).change();
            }
            desired[i] = now;
        }
        all.put("desiredTasks", new Series(desired));
        return all;
    }
}
