package dev.kingtide.rehearsal.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.Invariant;
import dev.kingtide.rehearsal.launch.Keys.Kind;
import dev.kingtide.rehearsal.source.LaunchFiles;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// The JSON Schema of launch.yaml, draft-07: the draft that editors' YAML support knows best
/// (yaml-language-server of VS Code and others, IntelliJ).
///
/// It is made by reading a few launches that have every key, and noting what the readers ask for:
/// types, ranges, words and defaults are theirs. Only descriptions are written by hand, in
/// `keys.tsv`.
public final class LaunchSchema {
    private static final double EXACT_MAX = 1e15;
    private static final String DURATION = "^(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?$";
    private static final String DATE = "\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}.*";

    /// Launches that together have every key that is asked for only beside others.
    private static final List<String> SAMPLES =
            List.of(
                    """
                    terraform: {}
                    traffic:
                      sources:
                        - {file: a.csv}
                        - {words: 1 rps}
                        - {stages: k6.json}
                        - {accessLogs: logs}
                        - {shape: constant}
                        - {shape: ramp}
                        - {shape: spike}
                        - {shape: daily}
                    calls: [{}]
                    applications: {any: {requests: {}}}
                    images: {any: {}}
                    subnets: {any: zone}
                    instances:
                      - {attributes: {any: value}}
                      - {instanceType: m5.large}
                      - {instanceType: c5.4xlarge}
                      - {instanceType: m7g.large}
                    faults: {events: [{}]}
                    prices: {instanceHourDollars: {any: 1}}
                    """,
                    "traffic: {file: a.csv}",
                    "traffic: {words: 1 rps}",
                    "traffic: {stages: k6.json}",
                    "traffic: {accessLogs: logs}",
                    "traffic: {shape: constant}",
                    "traffic: {shape: ramp}",
                    "traffic: {shape: spike}",
                    "traffic: {shape: daily}");

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final Descriptions descriptions;

    private LaunchSchema(Descriptions descriptions) {
        this.descriptions = descriptions;
    }

    /// A launch of one file, in memory.
    private record Sample(String yaml) implements LaunchFiles {
        @Override
        public Content read(String name) {
            return name.equals(Sources.LAUNCH)
                    ? new Content.Bytes(ByteBuffer.wrap(yaml.getBytes(StandardCharsets.UTF_8)))
                    : new Content.Missing();
        }

        @Override
        public List<String> names() {
            return List.of(Sources.LAUNCH);
        }

        @Override
        public List<String> under(String folder) {
            return List.of();
        }
    }

    /// The schema as indented JSON.
    public static String write() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree())
                    + '\n';
        } catch (JsonProcessingException bad) {
            throw Invariant.broken("writing the schema failed: " + bad);
        }
    }

    static ObjectNode tree() {
        return new LaunchSchema(Descriptions.read()).root(keys());
    }

    /// What `keys.tsv` describes though no reader asks for it.
    static SortedSet<String> unusedDescriptions() {
        Descriptions descriptions = Descriptions.read();
        new LaunchSchema(descriptions).root(keys());
        return descriptions.unused();
    }

    /// Every key that the readers ask for.
    static Keys keys() {
        Keys keys = new Keys();
        for (String sample : SAMPLES) {
            LaunchLoader.note(new Sources(new Sample(sample), new Problems()), keys);
        }
        return keys;
    }

    private ObjectNode root(Keys keys) {
        ObjectNode root = json.objectNode();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        root.put("title", "launch.yaml of Kingtide");
        root.put("description", "A launch to rehearse; docs/launch.md describes every key.");
        map(root, keys, "");
        ArrayNode either = root.putArray("anyOf");
        either.addObject().putArray("required").add("calls");
        either.addObject().putArray("required").add(Sources.TERRAFORM);
        return root;
    }

    private static ArrayNode required(ObjectNode schema) {
        return schema.get("required") instanceof ArrayNode there
                ? there
                : schema.putArray("required");
    }

    private void map(ObjectNode schema, Keys keys, String path) {
        schema.put("type", "object");
        if (keys.isOpen()) {
            ObjectNode any = json.objectNode();
            for (Keys.Key key : keys.all().values()) {
                value(any, key, path + ".*");
            }
            schema.set("additionalProperties", any);
            return;
        }
        ObjectNode properties = schema.putObject("properties");
        for (Map.Entry<String, Keys.Key> entry : keys.all().entrySet()) {
            String inner = path.isEmpty() ? entry.getKey() : path + '.' + entry.getKey();
            ObjectNode property = properties.putObject(entry.getKey());
            property.put("description", descriptions.of(inner));
            value(property, entry.getValue(), inner);
            if (entry.getValue().isRequired()) {
                required(schema).add(entry.getKey());
            }
        }
        schema.put("additionalProperties", false);
    }

    private void value(ObjectNode schema, Keys.Key key, String path) {
        List<Kind> kinds = key.kinds();
        if (kinds.size() == 1) {
            kind(schema, kinds.getFirst(), key, path);
        } else if (!kinds.isEmpty()) {
            ArrayNode either = schema.putArray("anyOf");
            kinds.forEach(kind -> kind(either.addObject(), kind, key, path));
        }
        // what is left out of one of many is as for all of them, so it has no default of its own
        if (key.usual() != null && !path.contains(".*.")) {
            schema.set("default", json(key.usual()));
        }
    }

    private JsonNode json(Object value) {
        return switch (value) {
            case Boolean flag -> json.booleanNode(flag);
            case Integer number -> json.numberNode(number);
            case Long number -> json.numberNode(number);
            case Number number ->
                    number.doubleValue() == Math.rint(number.doubleValue())
                            ? json.numberNode(number.longValue())
                            : json.numberNode(number.doubleValue());
            case List<?> list -> {
                ArrayNode array = json.arrayNode();
                list.forEach(item -> array.add(json(item)));
                yield array;
            }
            default -> json.textNode(value.toString());
        };
    }

    private void kind(ObjectNode schema, Kind kind, Keys.Key key, String path) {
        switch (kind) {
            case TEXT -> text(schema, key);
            case NUMBER, INTEGER -> {
                schema.put("type", kind == Kind.NUMBER ? "number" : "integer");
                bound(schema, "minimum", key.least());
                bound(schema, "maximum", key.most());
            }
            case FLAG -> schema.put("type", "boolean");
            case RANGE -> {
                ArrayNode either = schema.putArray("anyOf");
                either.addObject().put("type", "number").put("minimum", 0);
                ObjectNode pair = either.addObject();
                pair.put("type", "array").put("minItems", 2).put("maxItems", 2);
                pair.putObject("items").put("type", "number").put("minimum", 0);
            }
            case MAP -> {
                if (key.inner().all().isEmpty()) {
                    schema.put("type", "object"); // an AWS request, or arguments of Terraform
                } else {
                    map(schema, key.inner(), path);
                }
            }
            case MAPS -> map(schema.put("type", "array").putObject("items"), key.inner(), path);
            case TEXTS -> schema.put("type", "array").putObject("items").put("type", "string");
        }
    }

    private void text(ObjectNode schema, Keys.Key key) {
        if (!key.words().isEmpty()) {
            ArrayNode words = schema.put("type", "string").putArray("enum");
            key.words().forEach(words::add);
            return;
        }
        String pattern = pattern(key.expected());
        if (pattern != null) {
            schema.put("type", "string").put("pattern", pattern);
        } else {
            // a name may look like a number
            schema.putArray("type").add("string").add("number");
        }
    }

    private static @Nullable String pattern(String expected) {
        if (expected.equals(Moments.FORMS)) {
            return "^(start|\\+(\\d+[dhms])+|\\d{1,2}:\\d{2}(:\\d{2})?|" + DATE + ")$";
        }
        if (expected.startsWith("a date and time")) {
            return "^" + DATE + "$";
        }
        return expected.startsWith("a length") || expected.startsWith("at least one second")
                ? DURATION
                : null;
    }

    private void bound(ObjectNode schema, String name, @Nullable Number value) {
        if (value != null && Math.abs(value.doubleValue()) < EXACT_MAX) {
            schema.set(name, json(value));
        }
    }
}
