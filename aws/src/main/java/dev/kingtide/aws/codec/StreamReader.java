package dev.kingtide.aws.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import dev.kingtide.aws.codec.Schema.ListOf;
import dev.kingtide.aws.codec.Schema.MapOf;
import dev.kingtide.aws.codec.Schema.Member;
import dev.kingtide.aws.codec.Schema.Scalar;
import dev.kingtide.aws.codec.Schema.Structure;
import dev.kingtide.aws.codec.Schema.StructureOf;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.utils.builder.Buildable;

/// Reads JSON or CBOR from the wire into a builder, value by value.
///
/// A null is absent, also in a list; a member that the model does not have is passed over. A value
/// of another type than the model's ends the reading, with the words of AWS's services
/// (`NUMBER_VALUE can not be converted to a String`).
final class StreamReader {
    private final Schemas schemas;
    private final JsonParser in;
    private final Ignored ignored;

    StreamReader(Schemas schemas, JsonParser in, Ignored ignored) {
        this.schemas = schemas;
        this.in = in;
        this.ignored = ignored;
    }

    /// Reads the whole input, an object; of an input without any value nothing.
    void document(SdkPojo builder) throws IOException {
        JsonToken first = in.nextToken();
        if (first == null) {
            return;
        }
        if (first != JsonToken.START_OBJECT) {
            throw new Malformed("Start of structure expected, found " + word(first));
        }
        structure(builder, schemas.of(builder));
        if (in.nextToken() != null) {
            throw new Malformed("Unexpected input after the end of the structure");
        }
    }

    private void structure(SdkPojo builder, Structure structure) throws IOException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            Member member = structure.byRequest().get(name);
            JsonToken token = in.nextToken();
            if (member == null || !member.place().isInBody()) {
                ignored.member(structure.name(), name);
                in.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                member.set(builder, value(member.schema(), member.place().time()));
            }
        }
    }

    /// The value at the current token, which is no null.
    private Object value(Schema schema, @Nullable Format time) throws IOException {
        return switch (schema) {
            case Scalar scalar -> scalar(scalar, time);
            case ListOf list -> list(list.item());
            case MapOf map -> map(map.value());
            case StructureOf nested -> {
                expect(JsonToken.START_OBJECT, "a structure");
                SdkPojo builder = nested.builder();
                structure(builder, nested.structure(schemas, builder));
                yield builder instanceof Buildable buildable ? buildable.build() : builder;
            }
        };
    }

    private List<Object> list(Schema item) throws IOException {
        expect(JsonToken.START_ARRAY, "a list");
        List<Object> values = new ArrayList<>();
        for (JsonToken token = in.nextToken();
                token != JsonToken.END_ARRAY;
                token = in.nextToken()) {
            if (token != JsonToken.VALUE_NULL) {
                values.add(value(item, null));
            }
        }
        return values;
    }

    private Map<String, Object> map(Schema part) throws IOException {
        expect(JsonToken.START_OBJECT, "a map");
        Map<String, Object> values = new LinkedHashMap<>();
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            if (in.nextToken() != JsonToken.VALUE_NULL) {
                values.put(key, value(part, null));
            }
        }
        return values;
    }

    private void expect(JsonToken token, String what) {
        if (in.currentToken() != token) {
            throw mismatch(what);
        }
    }

    private Object scalar(Scalar scalar, @Nullable Format time) throws IOException {
        JsonToken token = in.currentToken();
        boolean number = token.isNumeric();
        return switch (scalar) {
            case TEXT -> {
                expect(JsonToken.VALUE_STRING, "a String");
                yield in.getText();
            }
            case BOOLEAN -> {
                if (!token.isBoolean()) {
                    throw mismatch("a Boolean");
                }
                yield token == JsonToken.VALUE_TRUE;
            }
            case INTEGER -> (int) whole(number, "an Integer", Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole(number, "a Long", Long.MIN_VALUE, Long.MAX_VALUE);
            case SHORT -> (short) whole(number, "a Short", Short.MIN_VALUE, Short.MAX_VALUE);
            case BYTE -> (byte) whole(number, "a Byte", Byte.MIN_VALUE, Byte.MAX_VALUE);
            case FLOAT -> (float) fraction(number, "a Float");
            case DOUBLE -> fraction(number, "a Double");
            case DECIMAL -> {
                if (!number) {
                    throw mismatch("a BigDecimal");
                }
                yield in.getDecimalValue();
            }
            case TIMESTAMP -> time(number, time);
            case BLOB -> blob();
            case DOCUMENT -> tree();
        };
    }

    private long whole(boolean number, String what, long min, long max) throws IOException {
        if (!number) {
            throw mismatch(what);
        }
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
                && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = in.getLongValue();
            if (value >= min && value <= max) {
                return value;
            }
        } else if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            double value = in.getDoubleValue();
            // Some languages know only one kind of number.
            if (value == Math.rint(value) && value >= min && value <= max && value < 0x1p63) {
                return (long) value;
            }
        }
        throw mismatch(what);
    }

    private double fraction(boolean number, String what) throws IOException {
        if (number) {
            return in.getDoubleValue();
        }
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            switch (in.getText()) {
                case "NaN" -> {
                    return Double.NaN;
                }
                case "Infinity" -> {
                    return Double.POSITIVE_INFINITY;
                }
                case "-Infinity" -> {
                    return Double.NEGATIVE_INFINITY;
                }
                default -> {}
            }
        }
        throw mismatch(what);
    }

    private Instant time(boolean number, @Nullable Format format) throws IOException {
        boolean text = format == Format.ISO_8601 || format == Format.RFC_822;
        try {
            if (text && format != null && in.currentToken() == JsonToken.VALUE_STRING) {
                return Times.read(in.getText(), format);
            }
            if (!text && in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return Instant.ofEpochSecond(in.getLongValue());
            }
            if (!text && number) {
                return Instant.ofEpochMilli(Math.round(in.getDoubleValue() * 1_000));
            }
        } catch (DateTimeException e) {
            throw new Malformed("No such time: " + in.getText());
        }
        throw mismatch("milliseconds since epoch");
    }

    private SdkBytes blob() throws IOException {
        boolean bytes = in.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT;
        boolean text = in.currentToken() == JsonToken.VALUE_STRING && !(in instanceof CBORParser);
        if (!bytes && !text) {
            throw mismatch("a Blob");
        }
        return SdkBytes.fromByteArrayUnsafe(in.getBinaryValue());
    }

    private Document tree() throws IOException {
        return switch (in.currentToken()) {
            case VALUE_STRING -> Document.fromString(in.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    Document.fromNumber(new BigDecimal(in.getText()));
            case VALUE_TRUE -> Document.fromBoolean(true);
            case VALUE_FALSE -> Document.fromBoolean(false);
            case START_ARRAY -> {
                var list = Document.listBuilder();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    list.addDocument(tree());
                }
                yield list.build();
            }
            case START_OBJECT -> {
                Map<String, Document> map = new LinkedHashMap<>();
                for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
                    in.nextToken();
                    map.put(key, tree());
                }
                yield Document.fromMap(map);
            }
            default -> Document.fromNull();
        };
    }

    private Malformed mismatch(String what) {
        JsonToken token = in.currentToken();
        return new Malformed(
                token.isStructStart()
                        ? "Start of structure or map found where not expected."
                        : word(token) + " can not be converted to " + what);
    }

    private static String word(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "STRING_VALUE";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "NUMBER_VALUE";
            case VALUE_TRUE -> "TRUE_VALUE";
            case VALUE_FALSE -> "FALSE_VALUE";
            default -> token.name();
        };
    }
}
