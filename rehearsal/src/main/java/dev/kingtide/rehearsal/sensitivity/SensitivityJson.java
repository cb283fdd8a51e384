package dev.kingtide.rehearsal.sensitivity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kingtide.core.Invariant;
import dev.kingtide.rehearsal.report.Lines;
import dev.kingtide.rehearsal.sensitivity.Sensitivity.Effect;
import dev.kingtide.rehearsal.sensitivity.Sensitivity.Turn;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Writes a sensitivity as JSON; docs/report.md describes every field.
public final class SensitivityJson {
    /// Grows when a field changes its name or its meaning; new fields do not count.
    private static final int FORMAT_VERSION = 1;

    private static final JsonFactory FACTORY = new JsonFactory();
    private final JsonGenerator json;

    private SensitivityJson(JsonGenerator json) {
        this.json = json;
    }

    /// The sensitivity in JSON, with a line break at its end.
    public static String write(Sensitivity sensitivity) {
        StringWriter text = new StringWriter(1 << 12);
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.setPrettyPrinter(new Lines());
            new SensitivityJson(generator).all(sensitivity);
        } catch (IOException bad) {
            throw Invariant.broken("writing a string failed: " + bad);
        }
        return text.append('\n').toString();
    }

    private void all(Sensitivity sensitivity) throws IOException {
        json.writeStartObject();
        json.writeNumberField("formatVersion", FORMAT_VERSION);
        json.writeStringField("name", sensitivity.report().header().name());
        json.writeArrayFieldStart("whatIf");
        for (String change : sensitivity.report().header().changes()) {
            json.writeString(change);
        }
        json.writeEndArray();
        json.writeNumberField("seed", sensitivity.report().header().seed());
        json.writeFieldName("asItIs");
        json.writeStartObject();
        outcome(Tried.of(0, sensitivity.report()));
        json.writeEndObject();
        json.writeArrayFieldStart("figures");
        for (Effect effect : sensitivity.effects()) {
            json.writeStartObject();
            json.writeStringField("key", effect.figure().key());
            json.writeStringField("source", effect.figure().source());
            tried("low", effect.low());
            tried("high", effect.high());
            turn(effect);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void turn(Effect effect) throws IOException {
        Turn turn = effect.turn();
        if (turn == null) {
            json.writeNullField("turnsAt");
        } else {
            json.writeFieldName("turnsAt");
            json.writeNumber(Uncertain.text(turn.value()));
        }
    }

    private void tried(String name, Tried tried) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeFieldName("value");
        json.writeNumber(Uncertain.text(tried.value()));
        outcome(tried);
        json.writeEndObject();
    }

    private void outcome(Tried tried) throws IOException {
        json.writeBooleanField("holds", tried.holds());
        number("servedPercent", tried.servedPercent());
        number("p99Millis", tried.p99Millis());
        Integer waited = tried.timeToCapacitySeconds();
        json.writeFieldName("timeToCapacitySeconds");
        if (waited == null) {
            json.writeNull();
        } else {
            json.writeNumber(waited);
        }
        number("costDollars", tried.costDollars());
    }

    private void number(String name, double value) throws IOException {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
        json.writeFieldName(name);
        json.writeNumber(
                rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString());
    }
}
