package dev.kingtide.rehearsal.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;

/// JSON with a line for each member of the two outer levels: readable, comparable by `diff`, and
/// compact where there is one value a second.
public final class Lines extends MinimalPrettyPrinter {
    private static final long serialVersionUID = 1L;
    private static final int LEVELS = 2;
    private int depth;

    @Override
    public void writeStartObject(JsonGenerator json) throws IOException {
        json.writeRaw('{');
        depth++;
    }

    @Override
    public void beforeObjectEntries(JsonGenerator json) throws IOException {
        line(json);
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
        json.writeRaw(',');
        line(json);
    }

    @Override
    public void writeEndObject(JsonGenerator json, int entries) throws IOException {
        depth--;
        line(json);
        json.writeRaw('}');
    }

    @Override
    public void writeStartArray(JsonGenerator json) throws IOException {
        json.writeRaw('[');
        depth++;
    }

    @Override
    public void beforeArrayValues(JsonGenerator json) throws IOException {
        line(json);
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw(',');
        line(json);
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) throws IOException {
        depth--;
        line(json);
        json.writeRaw(']');
    }

    private void line(JsonGenerator json) throws IOException {
        if (depth <= LEVELS) {
            json.writeRaw('\n');
            json.writeRaw("  ".repeat(Math.max(0, depth)));
        }
    }
}
