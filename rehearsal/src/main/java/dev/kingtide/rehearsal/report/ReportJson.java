package dev.kingtide.rehearsal.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kingtide.core.Invariant;
import dev.kingtide.rehearsal.cost.Bill;
import dev.kingtide.rehearsal.report.Report.Advice;
import dev.kingtide.rehearsal.report.Report.Moment;
import dev.kingtide.rehearsal.report.Report.Phase;
import dev.kingtide.rehearsal.report.Report.Starts;
import dev.kingtide.rehearsal.source.FileRead;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a report as JSON; docs/report.md describes every field.
public final class ReportJson {
    /// Grows when a field changes its name or its meaning; new fields do not count.
    static final int FORMAT_VERSION = 1;

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int DIGITS = 3;
    private final JsonGenerator json;

    private ReportJson(JsonGenerator json) {
        this.json = json;
    }

    /// The report in JSON, with a line break at its end; the same report gives the same bytes.
    public static String write(Report report) {
        StringWriter text = new StringWriter(1 << 16);
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.setPrettyPrinter(new Lines());
            new ReportJson(generator).report(report);
        } catch (IOException bad) {
            throw Invariant.broken("writing a string failed: " + bad);
        }
        return text.append('\n').toString();
    }

    private void report(Report report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("formatVersion", FORMAT_VERSION);
        header(report);
        json.writeObjectFieldStart("goal");
        number("servedPercent", report.goal().servedPercent());
        json.writeNumberField("p99Millis", report.goal().p99Millis());
        json.writeEndObject();
        verdict(report);
        json.writeFieldName("total");
        phase(report, report.total());
        json.writeArrayFieldStart("phases");
        for (Phase phase : report.phases()) {
            phase(report, phase);
        }
        json.writeEndArray();
        starts(report.starts());
        tasks(report);
        bill(report.bill());
        json.writeArrayFieldStart("advice");
        for (Advice advice : report.advice()) {
            advice(advice);
        }
        json.writeEndArray();
        moments(report);
        landmarks(report);
        inputs(report.inputs());
        json.writeObjectFieldStart("secondBySecond");
        for (Map.Entry<String, Series> entry : report.series().entrySet()) {
            json.writeArrayFieldStart(entry.getKey());
            for (int i = 0; i < entry.getValue().seconds(); i++) {
                value(entry.getValue().at(i), 2);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void header(Report report) throws IOException {
        Report.Header header = report.header();
        json.writeObjectFieldStart("launch");
        json.writeStringField("name", header.name());
        json.writeArrayFieldStart("whatIf");
        for (String change : header.changes()) {
            json.writeString(change);
        }
        json.writeEndArray();
        json.writeStringField("startTime", time(report, 0));
        json.writeStringField("timeZone", header.zone().getId());
        json.writeNumberField("lengthSeconds", header.lengthSeconds());
        json.writeNumberField("seed", header.seed());
        json.writeStringField("account", header.account());
        json.writeStringField("region", header.region());
        json.writeEndObject();
    }

    private void verdict(Report report) throws IOException {
        Report.Verdict verdict = report.verdict();
        json.writeObjectFieldStart("verdict");
        json.writeBooleanField("holds", verdict.holds());
        whole("brokenAtSecond", verdict.brokenAtSecond());
        Integer broken = verdict.brokenAtSecond();
        json.writeStringField("brokenAtTime", broken == null ? null : time(report, broken));
        json.writeStringField("why", verdict.why());
        number("servedPercent", report.total().servedPercent());
        number("p99Millis", report.total().p99Millis());
        whole("timeToCapacitySeconds", verdict.timeToCapacitySeconds());
        json.writeEndObject();
    }

    private static String time(Report report, int second) {
        long millis = report.header().startMillis() + second * 1000L;
        return Instant.ofEpochMilli(millis).toString();
    }

    private void phase(Report report, Phase phase) throws IOException {
        json.writeStartObject();
        json.writeNumberField("fromSecond", phase.fromSecond());
        json.writeNumberField("toSecond", phase.toSecond());
        json.writeStringField("fromTime", time(report, phase.fromSecond()));
        number("demandRequests", phase.demandRequests());
        number("attemptRequests", phase.attemptRequests());
        number("demandRequestsPerSecond", phase.demandPerSecond());
        number("peakDemandRequestsPerSecond", phase.peakDemandPerSecond());
        number("capacityRequestsPerSecond", phase.capacityPerSecond());
        json.writeNumberField("healthyTargetsLeast", phase.healthyTasksLeast());
        json.writeNumberField("healthyTargetsMost", phase.healthyTasksMost());
        number("servedRequests", phase.servedRequests());
        number("servedPercent", phase.servedPercent());
        number("lostRequests", phase.lostRequests());
        for (Map.Entry<String, Double> lost : phase.lostByCause().entrySet()) {
            number(Figures.lossField(lost.getKey()), lost.getValue());
        }
        number("p50Millis", phase.p50Millis());
        number("p99Millis", phase.p99Millis());
        number("cpuPercent", phase.cpuPercent());
        json.writeEndObject();
    }

    private void starts(Starts starts) throws IOException {
        json.writeObjectFieldStart("taskStarts");
        json.writeNumberField("completeStarts", starts.count());
        number("medianSeconds", starts.medianSeconds());
        json.writeArrayFieldStart("stages");
        for (Starts.Stage stage : starts.stages()) {
            json.writeStartObject();
            json.writeStringField("stage", stage.name());
            number("meanSeconds", stage.meanSeconds());
            number("medianSeconds", stage.medianSeconds());
            number("p95Seconds", stage.p95Seconds());
            number("mostSeconds", stage.mostSeconds());
            json.writeEndObject();
        }
        json.writeEndArray();
        start("medianStart", starts, starts.median());
        start("slowestStart", starts, starts.slowest());
        json.writeEndObject();
    }

    private void start(String name, Starts starts, Starts.@Nullable Start one) throws IOException {
        if (one == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeNumberField("askedAtSecond", one.askedAtSecond());
        json.writeObjectFieldStart("stageSeconds");
        for (int i = 0; i < one.stageSeconds().size(); i++) {
            number(starts.stages().get(i).name(), one.stageSeconds().get(i));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void tasks(Report report) throws IOException {
        json.writeObjectFieldStart("tasks");
        json.writeNumberField("createdTasks", report.tasks().createdTasks());
        json.writeNumberField("runningTasksMost", report.tasks().runningTasksMost());
        json.writeArrayFieldStart("stopped");
        for (Map.Entry<String, Integer> entry : report.tasks().stoppedByReason().entrySet()) {
            json.writeStartObject();
            json.writeStringField("stoppedReason", entry.getKey());
            json.writeNumberField("stoppedTasks", entry.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("scaleOuts");
        for (Report.ScaleOut one : report.tasks().scaleOuts()) {
            json.writeStartObject();
            json.writeNumberField("atSecond", one.atSecond());
            json.writeStringField("service", one.service());
            json.writeNumberField("fromTasks", one.fromTasks());
            json.writeNumberField("toTasks", one.toTasks());
            optional("secondsToRunning", one.secondsToRunning());
            optional("secondsToHealthy", one.secondsToHealthy());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void bill(Bill bill) throws IOException {
        json.writeObjectFieldStart("cost");
        number("totalDollars", bill.totalDollars());
        json.writeArrayFieldStart("items");
        for (Bill.Item item : bill.items()) {
            json.writeStartObject();
            json.writeStringField("item", item.name());
            number("quantity", item.quantity());
            json.writeStringField("unit", item.unit());
            number("costDollars", item.dollars());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void advice(Advice advice) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", advice.title());
        json.writeStringField("evidence", advice.evidence());
        json.writeArrayFieldStart("whatIf");
        for (String change : advice.changes()) {
            json.writeString(change);
        }
        json.writeEndArray();
        json.writeStringField("source", advice.source());
        optional("savedRequests", advice.savedRequests());
        optional("costDollars", advice.costDollars());
        json.writeEndObject();
    }

    private void moments(Report report) throws IOException {
        json.writeArrayFieldStart("events");
        for (Moment moment : report.moments()) {
            json.writeStartObject();
            json.writeNumberField("atSecond", moment.atSecond());
            json.writeStringField("time", time(report, moment.atSecond()));
            json.writeStringField("kind", name(moment.kind()));
            json.writeStringField("subject", moment.subject());
            json.writeStringField("text", moment.text());
            json.writeNumberField("count", moment.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void landmarks(Report report) throws IOException {
        json.writeArrayFieldStart("landmarks");
        for (Report.Landmark landmark : report.landmarks()) {
            json.writeStartObject();
            json.writeNumberField("atSecond", landmark.atSecond());
            json.writeStringField("time", time(report, landmark.atSecond()));
            json.writeStringField("kind", name(landmark.kind()));
            json.writeStringField("text", landmark.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void inputs(Report.Inputs inputs) throws IOException {
        json.writeObjectFieldStart("inputs");
        json.writeArrayFieldStart("files");
        for (FileRead file : inputs.files()) {
            json.writeStartObject();
            json.writeStringField("file", file.name());
            json.writeNumberField("sizeBytes", file.bytes());
            json.writeStringField("sha256", file.sha256());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, String> entry : inputs.settings().entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("calls");
        for (Report.Inputs.Call call : inputs.calls()) {
            json.writeStartObject();
            json.writeNumberField("atSecond", call.atSecond());
            json.writeStringField("call", call.call());
            json.writeStringField("input", call.input());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("notes");
        for (String note : inputs.notes()) {
            json.writeString(note);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /// An enum's name as JSON has it: `first-loss`.
    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void whole(String name, @Nullable Integer value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeNumber(value);
        }
    }

    private void optional(String name, @Nullable Double value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            value(value, DIGITS);
        }
    }

    private void number(String name, double value) throws IOException {
        json.writeFieldName(name);
        value(value, DIGITS);
    }

    private void value(double value, int digits) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.writeNumber((long) value);
        } else {
            BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
            json.writeNumber(rounded.stripTrailingZeros().toPlainString());
        }
    }
}
