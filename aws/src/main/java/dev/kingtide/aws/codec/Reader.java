package dev.kingtide.aws.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.codec.BadInput.Kind;
import dev.kingtide.aws.codec.Schema.ListOf;
import dev.kingtide.aws.codec.Schema.MapOf;
import dev.kingtide.aws.codec.Schema.Member;
import dev.kingtide.aws.codec.Schema.Scalar;
import dev.kingtide.aws.codec.Schema.Structure;
import dev.kingtide.aws.codec.Schema.StructureOf;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/// Reads one input; goes on after a problem, so that all of them are found.
final class Reader {
    private final Schemas schemas;
    private final List<BadInput> problems = new ArrayList<>();

    Reader(Schemas schemas) {
        this.schemas = schemas;
    }

    List<BadInput> problems() {
        return problems;
    }

    void structure(SdkPojo builder, JsonNode input, Path path) {
        if (!input.isObject()) {
            wrongType(path, input, "an object");
            return;
        }
        Structure structure = schemas.of(builder);
        for (Map.Entry<String, JsonNode> entry : input.properties()) {
            Member member = structure.members().get(entry.getKey());
            if (member == null) {
                unknown(path, entry.getKey(), structure);
            } else if (!entry.getValue().isNull()) {
                member(builder, member, entry.getValue(), path.member(member.name()));
            }
        }
        for (Member member : structure.members().sequencedValues()) {
            if (member.facts().required() && !input.hasNonNull(member.name())) {
                missing(path, member);
            }
        }
    }

    private void member(SdkPojo builder, Member member, JsonNode input, Path path) {
        int before = problems.size();
        Object value = value(member.schema(), input, path);
        if (value == null || problems.size() > before) {
            return;
        }
        check(member.facts().own(), value, path);
        switch (value) {
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    check(member.facts().parts(), list.get(i), path.item(i));
                }
            }
            case Map<?, ?> map ->
                    map.forEach((key, part) ->
                            check(member.facts().parts(), part, path.entry((String) key)));
            default -> {}
        }
        member.set(builder, value);
    }

    private void check(List<Constraint> constraints, Object value, Path path) {
        String text = value instanceof String string ? string : null;
        BigDecimal number = value instanceof Number some ? new BigDecimal(some.toString()) : null;
        long size =
                switch (value) {
                    case String string -> string.length();
                    case List<?> list -> list.size();
                    case Map<?, ?> map -> map.size();
                    default -> -1;
                };
        for (Constraint constraint : constraints) {
            String broken = constraint.broken(text, size, number);
            if (broken != null) {
                String found = text != null ? '"' + text + '"' : String.valueOf(value);
                problems.add(
                        new BadInput(
                                Kind.CONSTRAINT,
                                path.toString(),
                                shortened(size >= 0 && text == null ? size + " entries" : found),
                                constraint.words(),
                                "Value '%s' at '%s' failed to satisfy constraint: %s"
                                        .formatted(value, camel(path.toString()), broken)));
            }
        }
    }

    private @Nullable Object value(Schema schema, JsonNode input, Path path) {
        return switch (schema) {
            case Scalar scalar -> {
                Object value = Scalars.read(scalar, input);
                if (value == null) {
                    wrongType(path, input, scalar.words());
                }
                yield value;
            }
            case ListOf(var item) -> list(item, input, path);
            case MapOf(var part) -> map(part, input, path);
            case StructureOf(var constructor) -> {
                SdkPojo builder = constructor.get();
                structure(builder, input, path);
                yield builder instanceof Buildable buildable ? buildable.build() : builder;
            }
        };
    }

    private @Nullable Object list(Schema item, JsonNode input, Path path) {
        if (!input.isArray()) {
            wrongType(path, input, "a list");
            return null;
        }
        List<Object> values = new ArrayList<>(input.size());
        for (int i = 0; i < input.size(); i++) {
            Object value = value(item, input.get(i), path.item(i));
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private @Nullable Object map(Schema part, JsonNode input, Path path) {
        if (!input.isObject()) {
            wrongType(path, input, "an object");
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : input.properties()) {
            Object value = value(part, entry.getValue(), path.entry(entry.getKey()));
            if (value != null) {
                values.put(entry.getKey(), value);
            }
        }
        return values;
    }

    private void unknown(Path path, String name, Structure structure) {
        List<String> names = List.copyOf(structure.members().sequencedKeySet());
        String nearest = Nearest.to(name, names);
        problems.add(
                new BadInput(
                        Kind.UNKNOWN_MEMBER,
                        path.member(name).toString(),
                        "the unknown member \"" + name + '"',
                        nearest == null
                                ? "one of " + String.join(", ", names)
                                : '"' + nearest + "\" perhaps",
                        "Unknown parameter in %s: \"%s\", must be one of: %s"
                                .formatted(inside(path), name, String.join(", ", names))));
    }

    private void missing(Path path, Member member) {
        problems.add(
                new BadInput(
                        Kind.MISSING_MEMBER,
                        path.toString(),
                        "no member \"" + member.name() + '"',
                        '"' + member.name() + "\", which is required: " + member.schema().words(),
                        "Missing required parameter in %s: \"%s\""
                                .formatted(inside(path), member.name())));
    }

    private void wrongType(Path path, JsonNode input, String expected) {
        problems.add(
                new BadInput(
                        Kind.WRONG_TYPE,
                        path.toString(),
                        shortened(input.toString()),
                        expected,
                        "Invalid type for parameter %s, value: %s, valid types: %s"
                                .formatted(path, input, expected)));
    }

    private static String inside(Path path) {
        return path.parent() == null ? "input" : path.toString();
    }

    private static String shortened(String found) {
        return found.length() <= 60 ? found : found.substring(0, 57) + "...";
    }

    /// AWS's services name a member with a small first letter in such messages.
    private static String camel(String path) {
        var text = new StringBuilder(path);
        for (int i = 0; i < text.length(); i++) {
            if (i == 0 || text.charAt(i - 1) == '.') {
                text.setCharAt(i, Character.toLowerCase(text.charAt(i)));
            }
        }
        return text.toString();
    }
}
