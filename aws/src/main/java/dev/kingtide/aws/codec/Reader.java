package dev.kingtide.aws.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.codec.BadInput.Kind;
import dev.kingtide.aws.codec.Schema.ListOf;
import dev.kingtide.aws.codec.Schema.MapOf;
import dev.kingtide.aws.codec.Schema.Member;
import dev.kingtide.aws.codec.Schema.Scalar;
import dev.kingtide.aws.codec.Schema.Structure;
import dev.kingtide.aws.codec.Schema.StructureOf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/// Reads one input; goes on after a problem, so that all of them are found. Whether the values that
/// it reads are as they must be is the [Validator]'s.
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
    }

    private void member(SdkPojo builder, Member member, JsonNode input, Path path) {
        Object value = value(member.schema(), input, path);
        if (value != null) {
            member.set(builder, value);
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
            case ListOf list -> list(list.item(), input, path);
            case MapOf map -> map(map.value(), input, path);
            case StructureOf nested -> {
                SdkPojo builder = nested.builder();
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
        // What is left of a list stands at other places than it was found.
        return values.size() == input.size() ? values : null;
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
                                .formatted(path.inside(), name, String.join(", ", names))));
    }

    private void wrongType(Path path, JsonNode input, String expected) {
        problems.add(
                new BadInput(
                        Kind.WRONG_TYPE,
                        path.toString(),
                        BadInput.shortened(input.toString()),
                        expected,
                        "Invalid type for parameter %s, value: %s, valid types: %s"
                                .formatted(path, input, expected)));
    }
}
