package dev.kingtide.aws.codec;

import dev.kingtide.aws.codec.Schema.ListOf;
import dev.kingtide.aws.codec.Schema.MapOf;
import dev.kingtide.aws.codec.Schema.Member;
import dev.kingtide.aws.codec.Schema.Scalar;
import dev.kingtide.aws.codec.Schema.Structure;
import dev.kingtide.aws.codec.Schema.StructureOf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.utils.builder.Buildable;

/// Reads those members of a request that a REST protocol puts into the path, the query and the
/// headers, and the one that is the body itself.
final class RestReader {
    private final Schemas schemas;
    private final WireCodec codec;
    private final Rest.Input input;

    RestReader(Schemas schemas, WireCodec codec, Rest.Input input) {
        this.schemas = schemas;
        this.codec = codec;
        this.input = input;
    }

    void document(SdkPojo builder) {
        Structure structure = schemas.of(builder);
        boolean hasBody = false;
        for (Member member : structure.members().sequencedValues()) {
            hasBody |= member.place().isInBody();
            Object value = value(member);
            if (value != null) {
                member.set(builder, value);
            }
        }
        if (hasBody) {
            codec.readJson(builder, input.body());
        }
    }

    private @Nullable Object value(Member member) {
        String name = member.place().request();
        if (member.place().payload()) {
            return payload(member.schema());
        }
        MarshallLocation location = member.place().location();
        return switch (location) {
            case PATH, GREEDY_PATH -> {
                String label = input.labels().get(name);
                yield label == null ? null : scalar(member, label, Format.ISO_8601);
            }
            case QUERY_PARAM -> query(member, input.query());
            case HEADER -> header(member, name.toLowerCase(Locale.ROOT));
            case PAYLOAD, STATUS_CODE -> null;
        };
    }

    private @Nullable Object query(Member member, SequencedMap<String, List<String>> query) {
        List<String> values = query.getOrDefault(member.place().request(), List.of());
        return switch (member.schema()) {
            case ListOf _ -> values.isEmpty() ? null : List.copyOf(values);
            case MapOf map -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                query.forEach((key, all) -> {
                    boolean lists = map.value() instanceof ListOf;
                    entries.put(key, lists ? List.copyOf(all) : all.getFirst());
                });
                yield entries;
            }
            case Scalar _, StructureOf _ ->
                    values.isEmpty() ? null : scalar(member, values.getFirst(), Format.ISO_8601);
        };
    }

    private @Nullable Object header(Member member, String name) {
        if (member.schema() instanceof MapOf) {
            Map<String, Object> entries = new LinkedHashMap<>();
            input.headers()
                    .forEach((key, values) -> {
                        if (key.startsWith(name)) {
                            entries.put(key.substring(name.length()), String.join(",", values));
                        }
                    });
            return entries.isEmpty() ? null : entries;
        }
        List<String> values = input.headers().get(name);
        if (values == null) {
            return null;
        }
        if (member.schema() instanceof ListOf) {
            List<String> items = new ArrayList<>();
            for (String value : values) {
                for (String item : value.split(",", -1)) {
                    items.add(item.strip());
                }
            }
            return items;
        }
        return scalar(member, values.getFirst(), Format.RFC_822);
    }

    private static Object scalar(Member member, String text, Format usual) {
        Format own = member.place().time();
        if (member.schema() instanceof Scalar scalar) {
            return FormReader.scalar(scalar, text, member.name(), own == null ? usual : own);
        }
        throw new Malformed("No structure stands outside of the body: " + member.name());
    }

    private @Nullable Object payload(Schema schema) {
        if (input.body().length == 0) {
            return null;
        }
        if (schema instanceof StructureOf nested) {
            SdkPojo builder = nested.builder();
            codec.readJson(builder, input.body());
            return builder instanceof Buildable buildable ? buildable.build() : builder;
        }
        return schema == Scalar.TEXT
                ? new String(input.body(), StandardCharsets.UTF_8)
                : SdkBytes.fromByteArrayUnsafe(input.body());
    }
}
