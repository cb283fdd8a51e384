package dev.kingtide.rehearsal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kingtide.rehearsal.source.BadLaunch;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullMarked
class LaunchSchemaTest {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Path SOURCES =
            Path.of("src", "main", "java", "dev", "kingtide", "rehearsal", "launch");
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private static final Schema SCHEMA = REGISTRY.getSchema(LaunchSchema.write());

    /// What a reader is asked for by name: `one.number("scale"`, `section.items("events"`.
    private static final Pattern ASKED =
            Pattern.compile(
                    "\\b\\w+\\s*\\.\\s*(?:number|given|integer|whole|flag|text|requiredText|word|"
                            + "read|choice|section|sections|items|list|words|take|has|required|"
                            + "range)\\(\\s*\"(\\w+)\"");

    private static List<String> errors(String yaml) {
        return SCHEMA.validate(yaml, InputFormat.YAML).stream().map(Error::toString).toList();
    }

    @Test
    void it_is_a_schema_of_draft_07() {
        Schema meta =
                REGISTRY.getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema#"));
        assertThat(meta.validate(LaunchSchema.write(), InputFormat.JSON)).isEmpty();
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES, 2)) {
            return files.filter(file -> file.endsWith("launch.yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_is_valid(Path launch) throws IOException {
        assertThat(errors(Files.readString(launch))).isEmpty();
    }

    static Stream<BadLaunchTest.Row> rowsOfForm() {
        return BadLaunchTest.rows().filter(row -> isOfForm(row.problem()));
    }

    /// Whether a problem is one of form, which a schema can see: not a file that is missing, or a
    /// name that another place has not.
    private static boolean isOfForm(String problem) {
        return problem.startsWith("launch.yaml")
                && Pattern.compile(
                                "unknown key|:1:1: start is missing|a whole number"
                                        + "|expected a number"
                                        + "|expected a map|expected a list|expected true or"
                                        + "|expected handled|expected one of default"
                                        + "|expected one of pull|expected a length|expected text")
                        .matcher(problem)
                        .find();
    }

    @ParameterizedTest
    @MethodSource("rowsOfForm")
    void what_is_bad_of_form_is_not_valid(BadLaunchTest.Row row) {
        String good = BadLaunchTest.GOOD;
        assertThat(errors(good)).isEmpty();
        assertThat(errors(good.replace(row.before(), row.after()))).as(row.problem()).isNotEmpty();
    }

    @Test
    void enough_rows_are_of_form() {
        assertThat(rowsOfForm()).hasSizeGreaterThanOrEqualTo(9);
    }

    /// A map in the schema: the way to it, and its keys.
    private record Place(String path, JsonNode map) {}

    private static List<Place> maps() {
        List<Place> maps = new ArrayList<>();
        collect("", LaunchSchema.tree(), maps);
        return maps;
    }

    private static void collect(String path, JsonNode schema, List<Place> maps) {
        if (schema.get("properties") instanceof ObjectNode properties) {
            maps.add(new Place(path, properties));
            properties
                    .properties()
                    .forEach(e -> collect(path + e.getKey() + ".", e.getValue(), maps));
        }
        if (schema.get("items") instanceof ObjectNode items) {
            collect(path + "[].", items, maps);
        }
        if (schema.get("additionalProperties") instanceof ObjectNode any) {
            collect(path + "any.", any, maps);
        }
        if (schema.get("anyOf") != null) {
            schema.get("anyOf").forEach(one -> collect(path, one, maps));
        }
    }

    /// A launch with one key at the end of a path, in YAML's flow form.
    private static String launch(String path, String key, String value) {
        StringBuilder text = new StringBuilder();
        StringBuilder end = new StringBuilder();
        for (String step : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
            if (step.equals("[]")) {
                text.append('[');
                end.insert(0, ']');
            } else if (!step.isEmpty()) {
                text.append('{').append(step).append(": ");
                end.insert(0, '}');
            }
        }
        return text.append('{')
                .append(key)
                .append(": ")
                .append(value)
                .append('}')
                .append(end)
                .toString();
    }

    private static List<String> unknown(String yaml) {
        try {
            LaunchLoader.load(
                    new Sources(new FakeFiles().with("launch.yaml", yaml), new Problems()), null);
            return List.of();
        } catch (BadLaunch bad) {
            return bad.problems().stream()
                    .map(Object::toString)
                    .filter(problem -> problem.contains("unknown key"))
                    .toList();
        }
    }

    @Test
    void every_key_of_the_schema_is_known_to_the_readers_and_no_other() {
        int keys = 0;
        for (Place place : maps()) {
            for (var property : place.map.properties()) {
                String value = sample(property.getValue());
                if (!place.path.startsWith("traffic")) {
                    assertThat(unknown(launch(place.path, property.getKey(), value)))
                            .as(place.path + property.getKey())
                            .isEmpty();
                }
                keys++;
            }
            String other = launch(place.path, "quiteAnother", "1");
            assertThat(unknown(other)).as(other).isNotEmpty();
            assertThat(errors(other)).as(other).anyMatch(e -> e.contains("quiteAnother"));
        }
        assertThat(keys).isGreaterThan(150);
    }

    private static String sample(JsonNode schema) {
        JsonNode type = schema.get("type");
        String name = type == null ? "" : type.isArray() ? type.get(0).asText() : type.asText();
        return switch (name) {
            case "object" -> "{}";
            case "array" -> "[]";
            case "boolean" -> "true";
            case "string" -> schema.has("enum") ? schema.get("enum").get(0).asText() : "x";
            case "" -> "{}";
            default -> "1";
        };
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Place place : maps()) {
            place.map.fieldNames().forEachRemaining(names::add);
        }
        return names;
    }

    @Test
    void every_key_that_the_readers_name_is_in_the_schema() throws IOException {
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file :
                    files.filter(f ->
                                    f.toString().endsWith("Reader.java")
                                            || f.endsWith("LaunchLoader.java"))
                            .toList()) {
                ASKED.matcher(Files.readString(file))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .forEach(asked::add);
            }
        }
        assertThat(asked).hasSizeGreaterThan(60);
        assertThat(names())
                .as("a key that needs a sample in LaunchSchema, and a line in keys.tsv")
                .containsAll(asked);
    }

    @Test
    void every_key_is_described_here_and_in_the_document_and_nothing_else_is() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "launch.md"));
        // quotas are named there by where they stand
        Set<String> names = new TreeSet<>();
        maps().stream()
                .filter(place -> !place.path.startsWith("quotas"))
                .forEach(place -> place.map.fieldNames().forEachRemaining(names::add));
        assertThat(names)
                .filteredOn(name -> !Pattern.compile("\\b" + name + "\\b").matcher(document).find())
                .isEmpty();
        assertThat(LaunchSchema.unusedDescriptions()).isEmpty();
    }

    @Test
    void defaults_ranges_and_words_are_those_of_the_readers() {
        JsonNode properties = LaunchSchema.tree().get("properties");
        assertThat(properties.at("/goal/properties/servedPercent").toString())
                .contains("\"type\":\"number\",\"minimum\":0,\"maximum\":100,\"default\":99.9");
        assertThat(properties.at("/application/properties/sigterm").toString())
                .contains("\"enum\":[\"handled\",\"ignored\"],\"default\":\"handled\"");
        JsonNode detach = properties.get("timings").findValue("detachSeconds");
        assertThat(detach.get("default").toString()).isEqualTo("[1,5]");
        assertThat(properties.at("/applications/additionalProperties").toString())
                .doesNotContain("default");
        assertThat(properties.at("/instances/items/properties/cpuUnits").has("default")).isFalse();
        assertThat(properties.at("/quotas/properties/fargateLaunchesPerSecond/default").asInt())
                .isEqualTo(20);
    }
}
