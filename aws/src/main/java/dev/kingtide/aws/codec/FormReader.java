package dev.kingtide.aws.codec;

import dev.kingtide.aws.codec.Schema.ListOf;
import dev.kingtide.aws.codec.Schema.MapOf;
import dev.kingtide.aws.codec.Schema.Member;
import dev.kingtide.aws.codec.Schema.Scalar;
import dev.kingtide.aws.codec.Schema.Structure;
import dev.kingtide.aws.codec.Schema.StructureOf;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.utils.builder.Buildable;

/// Reads the parameters of a Query request into a builder
/// (<https://smithy.io/2.0/aws/protocols/aws-query-protocol.html>). In EC2's form every list is
/// flat.
final class FormReader {
    private final Schemas schemas;
    private final boolean ec2;
    private final Ignored ignored;

    FormReader(Schemas schemas, boolean ec2, Ignored ignored) {
        this.schemas = schemas;
        this.ec2 = ec2;
        this.ignored = ignored;
    }

    /// Reads the parameters of a request; those that say which operation it is are no members.
    void document(SdkPojo builder, Form form) {
        structure(builder, schemas.of(builder), form, "");
    }

    private void structure(SdkPojo builder, Structure structure, Form form, String path) {
        for (Map.Entry<String, Form> part : form.parts().entrySet()) {
            String name = part.getKey();
            Member member = structure.byRequest().get(name);
            if (member != null) {
                Object value = value(member.schema(), part.getValue(), at(path, name));
                if (value != null) {
                    member.set(builder, value);
                }
            } else if (!path.isEmpty() || !isOfProtocol(name)) {
                ignored.member(structure.name(), name);
            }
        }
    }

    private static boolean isOfProtocol(String name) {
        return name.equals("Action") || name.equals("Version") || name.startsWith("X-Amz-");
    }

    private static String at(String path, String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }

    private @Nullable Object value(Schema schema, Form form, String path) {
        return switch (schema) {
            case Scalar scalar -> {
                String text = form.value();
                yield text == null ? null : scalar(scalar, text, path, Format.ISO_8601);
            }
            case ListOf list -> list(list, form, path);
            case MapOf map -> map(map, form, path);
            case StructureOf nested -> {
                SdkPojo builder = nested.builder();
                structure(builder, nested.structure(schemas, builder), form, path);
                yield builder instanceof Buildable buildable ? buildable.build() : builder;
            }
        };
    }

    private @Nullable List<Object> list(ListOf list, Form form, String path) {
        Form items = list.wire().flat() || ec2 ? form : form.parts().get(list.wire().request());
        if (items == null || items.parts().isEmpty()) {
            return form.value() == null ? null : List.of();
        }
        List<Object> values = new ArrayList<>();
        numbered(items, path)
                .forEach((number, item) -> {
                    Object value = value(list.item(), item, path + '.' + number);
                    if (value != null) {
                        values.add(value);
                    }
                });
        return values;
    }

    private @Nullable Map<String, Object> map(MapOf map, Form form, String path) {
        Form entries = map.wire().flat() ? form : form.parts().get("entry");
        if (entries == null || entries.parts().isEmpty()) {
            return form.value() == null ? null : Map.of();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        numbered(entries, path)
                .forEach((number, entry) -> {
                    String key = entry.value(map.wire().key());
                    Form part = entry.parts().get(map.wire().value());
                    Object value =
                            part == null ? null : value(map.value(), part, path + '.' + number);
                    if (key == null || value == null) {
                        throw new Malformed(
                                "The entry " + number + " of " + path + " has no key or value");
                    }
                    values.put(key, value);
                });
        return values;
    }

    /// Items by their numbers, which may have gaps.
    private static Map<Integer, Form> numbered(Form items, String path) {
        Map<Integer, Form> numbered = new TreeMap<>();
        items.parts()
                .forEach((number, item) -> {
                    int index;
                    try {
                        index = Integer.parseInt(number);
                    } catch (NumberFormatException e) {
                        throw new Malformed(number + " is not a valid index of " + path);
                    }
                    if (index < 0 || numbered.put(index, item) != null) {
                        throw new Malformed(number + " is not a valid index of " + path);
                    }
                });
        return numbered;
    }

    /// The value that a text stands for.
    ///
    /// @throws Malformed when it stands for none of that type
    static Object scalar(Scalar scalar, String text, String path, Format time) {
        try {
            return switch (scalar) {
                case TEXT -> text;
                case INTEGER -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case SHORT -> Short.valueOf(text);
                case BYTE -> Byte.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case DECIMAL -> new BigDecimal(text);
                case BOOLEAN -> {
                    boolean truth = text.equalsIgnoreCase("true");
                    if (!truth && !text.equalsIgnoreCase("false")) {
                        throw new Malformed("Invalid value '" + text + "' for " + path);
                    }
                    yield truth;
                }
                case TIMESTAMP -> Times.read(text, time);
                case BLOB -> SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
                case DOCUMENT -> throw new Malformed("No Query request has the parameter " + path);
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Malformed("Invalid value '" + text + "' for " + path);
        }
    }
}
