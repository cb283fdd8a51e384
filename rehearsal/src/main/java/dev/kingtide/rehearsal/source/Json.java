package dev.kingtide.rehearsal.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.Invariant;
import dev.kingtide.rehearsal.source.Node.Entry;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads JSON into [Node]s, and writes [Node]s as JSON.
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

    private Json() {}

    /// The file's tree; null when it is not JSON, with a problem added.
    public static @Nullable Node read(String file, String text, Problems problems) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                problems.add(Place.of(file), "an empty file", "expected a JSON object");
                return null;
            }
            Node root = node(parser, file, problems);
            if (parser.nextToken() != null) {
                problems.add(
                        place(file, parser.currentTokenLocation()),
                        "more text after the JSON value",
                        "expected one JSON object");
            }
            return root;
        } catch (JsonProcessingException bad) {
            problems.add(
                    bad.getLocation() == null ? Place.of(file) : place(file, bad.getLocation()),
                    "not JSON: " + firstLine(bad.getOriginalMessage()),
                    "expected JSON as `aws ... --cli-input-json` takes it");
            return null;
        } catch (IOException bad) {
            throw Invariant.broken("reading a string failed: " + bad);
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("").replaceAll("\\s+", " ").strip();
    }

    private static Node node(JsonParser parser, String file, Problems problems) throws IOException {
        Place place = place(file, parser.currentTokenLocation());
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                Place keyPlace = place(file, parser.currentTokenLocation());
                String key = parser.currentName();
                parser.nextToken();
                Entry entry = new Entry(keyPlace, node(parser, file, problems));
                if (entries.putIfAbsent(key, entry) != null) {
                    problems.add(keyPlace, "key \"" + key + "\" given twice", "remove one of them");
                }
            }
            return new Node.Mapping(entries, place);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Node> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(parser, file, problems));
            }
            return new Node.Sequence(items, place);
        }
        return new Node.Text(parser.getText(), token == JsonToken.VALUE_STRING, place);
    }

    private static Place place(String file, JsonLocation location) {
        return new Place(file, location.getLineNr(), location.getColumnNr());
    }

    /// The node as JSON text: plain scalars as null, booleans and numbers where they look like it
    /// (YAML 1.2 core schema), everything else as strings.
    public static String write(Node node) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(node, generator);
        } catch (IOException bad) {
            throw Invariant.broken("writing a string failed: " + bad);
        }
        return text.toString();
    }

    /// The node as Jackson's tree, by the same rules.
    public static JsonNode tree(Node node) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (node) {
            case Node.Mapping mapping -> {
                ObjectNode object = make.objectNode();
                mapping.entries().forEach((key, entry) -> object.set(key, tree(entry.value())));
                yield object;
            }
            case Node.Sequence sequence -> {
                ArrayNode array = make.arrayNode();
                sequence.items().forEach(item -> array.add(tree(item)));
                yield array;
            }
            case Node.Text text -> scalar(text, make);
        };
    }

    private static JsonNode scalar(Node.Text text, JsonNodeFactory make) {
        String value = text.value();
        if (text.quoted()) {
            return make.textNode(value);
        }
        if (text.isNull()) {
            return make.nullNode();
        }
        if (value.equals("true") || value.equals("false")) {
            return make.booleanNode(value.equals("true"));
        }
        if (INTEGER.matcher(value).matches()) {
            return make.numberNode(Long.parseLong(value));
        }
        return DECIMAL.matcher(value).matches()
                ? make.numberNode(new BigDecimal(value))
                : make.textNode(value);
    }

    private static void write(Node node, JsonGenerator generator) throws IOException {
        switch (node) {
            case Node.Mapping mapping -> {
                generator.writeStartObject();
                for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
                    generator.writeFieldName(entry.getKey());
                    write(entry.getValue().value(), generator);
                }
                generator.writeEndObject();
            }
            case Node.Sequence sequence -> {
                generator.writeStartArray();
                for (Node item : sequence.items()) {
                    write(item, generator);
                }
                generator.writeEndArray();
            }
            case Node.Text text -> scalar(text, generator);
        }
    }

    private static void scalar(Node.Text text, JsonGenerator generator) throws IOException {
        String value = text.value();
        if (text.quoted()) {
            generator.writeString(value);
        } else if (text.isNull()) {
            generator.writeNull();
        } else if (value.equals("true") || value.equals("false")) {
            generator.writeBoolean(value.equals("true"));
        } else if (INTEGER.matcher(value).matches()) {
            generator.writeNumber(Long.parseLong(value));
        } else if (DECIMAL.matcher(value).matches()) {
            generator.writeNumber(new BigDecimal(value));
        } else {
            generator.writeString(value);
        }
    }
}
