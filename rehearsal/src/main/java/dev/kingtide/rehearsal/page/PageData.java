package dev.kingtide.rehearsal.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kingtide.core.Invariant;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.Series;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the page's scripts draw, as JSON: the clock, the charts, and each series that a chart has.
final class PageData {
    private static final JsonFactory FACTORY = new JsonFactory();
    private final JsonGenerator json;
    private final List<Run> runs;

    private PageData(JsonGenerator json, List<Run> runs) {
        this.json = json;
        this.runs = runs;
    }

    /// The JSON, safe inside a script element: no `<` is in it.
    static String of(List<Run> runs, List<Chart> charts, List<Mark> marks) {
        StringWriter text = new StringWriter(1 << 16);
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            new PageData(generator, runs).write(charts, marks);
        } catch (IOException bad) {
            throw Invariant.broken("writing a string failed: " + bad);
        }
        return text.toString().replace("<", "\\u003c");
    }

    private void write(List<Chart> charts, List<Mark> marks) throws IOException {
        Report.Header header = runs.getLast().report().header();
        json.writeStartObject();
        json.writeNumberField("startSeconds", Math.floorDiv(header.startMillis(), 1000L));
        int length = 0;
        for (Run run : runs) {
            length = Math.max(length, run.report().header().lengthSeconds());
        }
        json.writeNumberField("lengthSeconds", length);
        offsets(header, length);
        json.writeArrayFieldStart("charts");
        for (Chart chart : charts) {
            chart(chart);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("marks");
        for (Mark mark : marks) {
            json.writeStartObject();
            json.writeNumberField("run", mark.run());
            json.writeStringField("sign", mark.sign());
            json.writeNumberField("at", mark.landmark().atSecond());
            json.writeBooleanField("back", mark.run() < runs.size() - 1);
            json.writeEndObject();
        }
        json.writeEndArray();
        series(charts);
        json.writeEndObject();
    }

    /// From which second on local time is how many seconds ahead of UTC.
    private void offsets(Report.Header header, int length) throws IOException {
        Instant start = Instant.ofEpochMilli(header.startMillis());
        Instant end = start.plusSeconds(length);
        ZoneRules rules = header.zone().getRules();
        json.writeArrayFieldStart("offsets");
        json.writeArray(new int[] {0, rules.getOffset(start).getTotalSeconds()}, 0, 2);
        ZoneOffsetTransition next = rules.nextTransition(start);
        while (next != null && next.getInstant().isBefore(end)) {
            int second = (int) (next.getInstant().getEpochSecond() - start.getEpochSecond());
            json.writeArray(new int[] {second, next.getOffsetAfter().getTotalSeconds()}, 0, 2);
            next = rules.nextTransition(next.getInstant());
        }
        json.writeEndArray();
    }

    private void chart(Chart chart) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", chart.id());
        json.writeStringField("title", chart.title());
        json.writeStringField("unit", chart.unit());
        json.writeStringField("kind", name(chart.kind()));
        json.writeArrayFieldStart("lines");
        for (Chart.Line line : chart.lines()) {
            json.writeStartObject();
            json.writeStringField("label", line.label());
            json.writeStringField("series", key(line.run(), line.series()));
            json.writeStringField("colour", line.colour());
            json.writeStringField("style", name(line.style()));
            json.writeBooleanField("shown", line.shown());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("bands");
        for (Chart.Band band : chart.bands()) {
            json.writeStartObject();
            json.writeStringField("label", band.label());
            json.writeStringField("low", key(band.run(), band.low()));
            json.writeStringField("high", key(band.run(), band.high()));
            json.writeStringField("colour", band.colour());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("levels");
        for (Chart.Level level : chart.levels()) {
            json.writeStartObject();
            json.writeNumberField("value", level.value());
            json.writeStringField("label", level.label());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /// Every series that a chart has, once; one that is equal to an earlier one refers to it.
    private void series(List<Chart> charts) throws IOException {
        Map<String, Series> wanted = new LinkedHashMap<>();
        for (Chart chart : charts) {
            chart.lines().forEach(line -> want(wanted, line.run(), line.series()));
            for (Chart.Band band : chart.bands()) {
                want(wanted, band.run(), band.low());
                want(wanted, band.run(), band.high());
            }
        }
        List<Map.Entry<String, Series>> written = new ArrayList<>();
        json.writeObjectFieldStart("series");
        for (Map.Entry<String, Series> entry : wanted.entrySet()) {
            json.writeObjectFieldStart(entry.getKey());
            String same = null;
            for (Map.Entry<String, Series> earlier : written) {
                same = earlier.getValue().equals(entry.getValue()) ? earlier.getKey() : same;
            }
            if (same != null) {
                json.writeStringField("as", same);
            } else {
                Packed packed = Packed.of(entry.getValue());
                json.writeNumberField("scale", packed.scale());
                json.writeStringField("data", packed.base64());
                written.add(entry);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void want(Map<String, Series> wanted, int run, String name) {
        Series series = runs.get(run).report().series().get(name);
        if (series != null) {
            wanted.put(key(run, name), series);
        }
    }

    private static String key(int run, String series) {
        return run + "/" + series;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
