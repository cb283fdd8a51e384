package dev.kingtide.rehearsal.spread;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kingtide.core.Invariant;
import dev.kingtide.rehearsal.report.Lines;
import dev.kingtide.rehearsal.report.Report;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a spread as JSON; docs/report.md describes every field.
public final class SpreadJson {
    /// Grows when a field changes its name or its meaning; new fields do not count.
    private static final int FORMAT_VERSION = 1;

    private static final JsonFactory FACTORY = new JsonFactory();
    private final JsonGenerator json;

    private SpreadJson(JsonGenerator json) {
        this.json = json;
    }

    /// The spread in JSON, with a line break at its end; the same runs give the same bytes.
    public static String write(Spread spread) {
        StringWriter text = new StringWriter(1 << 16);
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.setPrettyPrinter(new Lines());
            new SpreadJson(generator).spread(spread);
        } catch (IOException bad) {
            throw Invariant.broken("writing a string failed: " + bad);
        }
        return text.append('\n').toString();
    }

    private void spread(Spread spread) throws IOException {
        Report.Header header = spread.first().header();
        json.writeStartObject();
        json.writeNumberField("formatVersion", FORMAT_VERSION);
        json.writeObjectFieldStart("launch");
        json.writeStringField("name", header.name());
        json.writeArrayFieldStart("whatIf");
        for (String change : header.changes()) {
            json.writeString(change);
        }
        json.writeEndArray();
        json.writeStringField("startTime", Instant.ofEpochMilli(header.startMillis()).toString());
        json.writeStringField("timeZone", header.zone().getId());
        json.writeNumberField("lengthSeconds", header.lengthSeconds());
        json.writeEndObject();
        json.writeObjectFieldStart("goal");
        number("servedPercent", spread.first().goal().servedPercent());
        json.writeNumberField("p99Millis", spread.first().goal().p99Millis());
        json.writeEndObject();
        json.writeNumberField("seeds", spread.runs().size());
        json.writeNumberField("holdsSeeds", spread.holds());
        json.writeNumberField("worstSeed", spread.worst().seed());
        json.writeArrayFieldStart("runs");
        for (SeedRun run : spread.runs()) {
            run(run);
        }
        json.writeEndArray();
        json.writeNumberField("stepSeconds", spread.stepSeconds());
        json.writeObjectFieldStart("bands");
        for (Map.Entry<String, Spread.Band> band : spread.bands().entrySet()) {
            json.writeObjectFieldStart(band.getKey());
            values("lowest", band.getValue().lowest());
            values("median", band.getValue().median());
            values("highest", band.getValue().highest());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void run(SeedRun run) throws IOException {
        json.writeStartObject();
        json.writeNumberField("seed", run.seed());
        json.writeBooleanField("holds", run.holds());
        whole("brokenAtSecond", run.brokenAtSecond());
        number("servedPercent", run.servedPercent());
        number("lostRequests", run.lostRequests());
        number("p99Millis", run.p99Millis());
        whole("timeToCapacitySeconds", run.timeToCapacitySeconds());
        number("costDollars", run.costDollars());
        json.writeEndObject();
    }

    private void values(String name, float[] values) throws IOException {
        json.writeArrayFieldStart(name);
        for (float value : values) {
            json.writeNumber(rounded(value, 1));
        }
        json.writeEndArray();
    }

    private void whole(String name, @Nullable Integer value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeNumber(value);
        }
    }

    private void number(String name, double value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(rounded(value, 3));
    }

    private static String rounded(double value, int digits) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
