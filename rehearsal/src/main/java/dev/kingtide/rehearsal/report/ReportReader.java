package dev.kingtide.rehearsal.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kingtide.rehearsal.cost.Bill;
import dev.kingtide.rehearsal.launch.Goal;
import dev.kingtide.rehearsal.report.Report.Advice;
import dev.kingtide.rehearsal.report.Report.Inputs;
import dev.kingtide.rehearsal.report.Report.Landmark;
import dev.kingtide.rehearsal.report.Report.Moment;
import dev.kingtide.rehearsal.report.Report.Phase;
import dev.kingtide.rehearsal.report.Report.Starts;
import dev.kingtide.rehearsal.simulation.Recording.Loss;
import dev.kingtide.rehearsal.source.BadLaunch;
import dev.kingtide.rehearsal.source.FileRead;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Reads what [ReportJson] writes; written again, a report that was read gives the same bytes.
public final class ReportReader {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String WHERE = "kingtide rehearse DIR --output DIR writes such a file";
    private final Fields root;

    private ReportReader(Fields root) {
        this.root = root;
    }

    /// The report that a file holds.
    ///
    /// @param file its name, for problems
    /// @throws BadLaunch when it is not a report, with everything that is wrong
    public static Report read(String file, String text) {
        Problems problems = new Problems();
        JsonNode tree = tree(file, text, problems);
        problems.settle();
        ReportReader reader = new ReportReader(new Fields(file, "", tree, problems));
        reader.version();
        problems.settle();
        Report report = reader.report();
        problems.settle();
        return report;
    }

    private static JsonNode tree(String file, String text, Problems problems) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isObject()) {
                return tree;
            }
            problems.add(Place.of(file), "not a JSON object", WHERE);
            return tree;
        } catch (JsonProcessingException bad) {
            int line = bad.getLocation() == null ? 0 : bad.getLocation().getLineNr();
            problems.add(new Place(file, line, 0), "not JSON: " + bad.getOriginalMessage(), WHERE);
            return MAPPER.missingNode();
        }
    }

    private void version() {
        JsonNode version = root.node().path("formatVersion");
        if (version.isMissingNode() || !root.node().has("secondBySecond")) {
            root.bad("not a report of kingtide rehearse", WHERE);
        } else if (version.asInt() != ReportJson.FORMAT_VERSION) {
            root.bad(
                    "formatVersion is " + version,
                    "expected "
                            + ReportJson.FORMAT_VERSION
                            + ": rehearse again with this version of Kingtide");
        }
    }

    private Report report() {
        Fields goal = root.object("goal");
        Fields verdict = root.object("verdict");
        Fields tasks = root.object("tasks");
        SequencedMap<String, Integer> stopped = new LinkedHashMap<>();
        tasks.each(
                "stopped",
                one -> stopped.put(one.text("stoppedReason"), one.whole("stoppedTasks")));
        return new Report(
                header(root.object("launch")),
                new Goal(goal.number("servedPercent"), goal.longWhole("p99Millis")),
                new Report.Verdict(
                        verdict.truth("holds"),
                        verdict.wholeOrNull("brokenAtSecond"),
                        verdict.text("why"),
                        verdict.wholeOrNull("timeToCapacitySeconds")),
                phase(root.object("total")),
                root.each("phases", this::phase),
                starts(root.object("taskStarts")),
                new Report.Tasks(
                        tasks.whole("createdTasks"),
                        tasks.whole("runningTasksMost"),
                        stopped,
                        scaleOuts(tasks)),
                new Bill(
                        root.object("cost")
                                .each(
                                        "items",
                                        item ->
                                                new Bill.Item(
                                                        item.text("item"),
                                                        item.number("quantity"),
                                                        item.text("unit"),
                                                        item.number("costDollars")))),
                root.each("advice", this::advice),
                root.each("events", this::moment),
                root.each("landmarks", this::landmark),
                inputs(root.object("inputs")),
                series(root.object("secondBySecond")));
    }

    /// Reports of before have none.
    private static List<Report.ScaleOut> scaleOuts(Fields tasks) {
        return tasks.node().has("scaleOuts")
                ? tasks.each(
                        "scaleOuts",
                        one ->
                                new Report.ScaleOut(
                                        one.whole("atSecond"),
                                        one.text("service"),
                                        one.whole("fromTasks"),
                                        one.whole("toTasks"),
                                        one.numberOrNull("secondsToRunning"),
                                        one.node().has("secondsToHealthy")
                                                ? one.numberOrNull("secondsToHealthy")
                                                : null))
                : List.of();
    }

    private Report.Header header(Fields launch) {
        long startMillis = 0;
        ZoneId zone = ZoneOffset.UTC;
        try {
            startMillis = Instant.parse(launch.text("startTime")).toEpochMilli();
            zone = ZoneId.of(launch.text("timeZone"));
        } catch (DateTimeException bad) {
            launch.bad("launch.startTime or launch.timeZone: " + bad.getMessage(), WHERE);
        }
        return new Report.Header(
                launch.text("name"),
                launch.texts("whatIf"),
                startMillis,
                zone,
                launch.whole("lengthSeconds"),
                launch.longWhole("seed"),
                launch.text("account"),
                launch.text("region"));
    }

    private Phase phase(Fields phase) {
        SequencedMap<String, Double> lost = new LinkedHashMap<>();
        for (Loss cause : Loss.values()) {
            lost.put(cause.words(), phase.number(Figures.field(cause)));
        }
        return new Phase(
                phase.whole("fromSecond"),
                phase.whole("toSecond"),
                phase.number("demandRequests"),
                phase.number("attemptRequests"),
                phase.number("peakDemandRequestsPerSecond"),
                phase.number("capacityRequestsPerSecond"),
                phase.whole("healthyTargetsLeast"),
                phase.whole("healthyTargetsMost"),
                phase.number("servedRequests"),
                lost,
                phase.number("p50Millis"),
                phase.number("p99Millis"),
                phase.number("cpuPercent"));
    }

    private Starts starts(Fields starts) {
        List<Starts.Stage> stages =
                starts.each(
                        "stages",
                        stage ->
                                new Starts.Stage(
                                        stage.text("stage"),
                                        stage.number("meanSeconds"),
                                        stage.number("medianSeconds"),
                                        stage.number("p95Seconds"),
                                        stage.number("mostSeconds")));
        return new Starts(
                starts.whole("completeStarts"),
                starts.number("medianSeconds"),
                stages,
                start(starts.objectOrNull("medianStart"), stages),
                start(starts.objectOrNull("slowestStart"), stages));
    }

    private static Starts.@Nullable Start start(@Nullable Fields start, List<Starts.Stage> stages) {
        if (start == null) {
            return null;
        }
        Fields seconds = start.object("stageSeconds");
        List<Double> each = new ArrayList<>();
        for (Starts.Stage stage : stages) {
            each.add(seconds.number(stage.name()));
        }
        return new Starts.Start(start.whole("askedAtSecond"), each);
    }

    private Advice advice(Fields advice) {
        return new Advice(
                advice.text("title"),
                advice.text("evidence"),
                advice.texts("whatIf"),
                advice.text("source"),
                advice.numberOrNull("savedRequests"),
                advice.numberOrNull("costDollars"));
    }

    private Moment moment(Fields event) {
        return new Moment(
                event.constant("kind", Moment.Kind.values()),
                event.whole("atSecond"),
                event.text("subject"),
                event.text("text"),
                event.whole("count"));
    }

    private Landmark landmark(Fields landmark) {
        return new Landmark(
                landmark.constant("kind", Landmark.Kind.values()),
                landmark.whole("atSecond"),
                landmark.text("text"));
    }

    private Inputs inputs(Fields inputs) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        Fields written = inputs.object("settings");
        written.members().keySet().forEach(key -> settings.put(key, written.text(key)));
        return new Inputs(
                inputs.each(
                        "files",
                        file ->
                                new FileRead(
                                        file.text("file"),
                                        file.longWhole("sizeBytes"),
                                        file.text("sha256"))),
                settings,
                inputs.each(
                        "calls",
                        call ->
                                new Inputs.Call(
                                        call.whole("atSecond"),
                                        call.text("call"),
                                        call.text("input"))),
                inputs.members().containsKey("notes") ? inputs.texts("notes") : List.of());
    }

    private SequencedMap<String, Series> series(Fields all) {
        int seconds = root.object("launch").whole("lengthSeconds");
        SequencedMap<String, Series> series = new LinkedHashMap<>();
        all.members()
                .forEach((name, list) -> {
                    double[] values = new double[list.size()];
                    for (int i = 0; i < values.length; i++) {
                        JsonNode value = list.get(i);
                        if (!value.isNumber()) {
                            String at = "secondBySecond." + name + '[' + i + ']';
                            all.bad(at + " is " + value, "expected a number");
                        }
                        values[i] = value.asDouble();
                    }
                    if (values.length != seconds) {
                        all.bad(
                                "secondBySecond." + name + " has " + values.length + " values",
                                "expected a list of " + seconds + ", one a second");
                    }
                    series.put(name, new Series(values));
                });
        return series;
    }
}
