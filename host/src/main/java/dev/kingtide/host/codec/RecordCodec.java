package dev.kingtide.host.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kingtide.core.Invariant;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Records as JSON text and back, driven by the records themselves: the core's rows, and what
/// processes of Kingtide say to each other.
///
/// A record is an object with a member for each component; members that say nothing (null, 0,
/// false, an empty list or map) are left out, and what is left out is read as that. So a component
/// that a later version adds is read as nothing from older rows, and one that it drops is passed
/// over. An object of a sealed interface names its record under `@`. What is kept in AWS's shape is
/// an object of the SDK's model: its class under `@`, its members under `is`.
///
/// Safe for many threads.
public final class RecordCodec {
    private static final JsonFactory JSON = new JsonFactory();
    private final Map<Type, ValueForm> forms = new ConcurrentHashMap<>();

    /// No forms yet: each is made when the first row needs it.
    public RecordCodec() {}

    /// A value as text; `type` is what the reader expects: a record or a sealed interface of
    /// records.
    public String write(Class<?> type, Object value) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            form(type).write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// The value that a text stands for.
    public <T> T read(Class<T> type, String text) {
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            Object value = form(type).read(json);
            Invariant.require(json.nextToken() == null, () -> "more than a value: " + text);
            return type.cast(value);
        } catch (IOException e) {
            throw Invariant.broken("no " + type.getName() + ": " + e.getMessage());
        }
    }

    /// How values that are declared as this type are written.
    ValueForm form(Type type) {
        ValueForm known = forms.get(type);
        if (known == null) {
            known = ValueForm.of(this, type);
            forms.put(type, known);
        }
        return known;
    }

    /// Passes over a value whose first token is the current one.
    static void skip(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT
                || json.currentToken() == JsonToken.START_ARRAY) {
            json.skipChildren();
        }
    }
}
