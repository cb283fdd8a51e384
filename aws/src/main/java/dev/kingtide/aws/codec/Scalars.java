package dev.kingtide.aws.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kingtide.aws.codec.Schema.Scalar;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;

/// Values without parts, from JSON and to JSON.
final class Scalars {

    private Scalars() {}

    /// The value, or null when the JSON is of another type; texts are not taken for numbers, nor
    /// numbers for texts, as `aws` does not.
    static @Nullable Object read(Scalar scalar, JsonNode input) {
        return switch (scalar) {
            case TEXT -> input.isTextual() ? input.textValue() : null;
            case INTEGER ->
                    input.isIntegralNumber() && input.canConvertToInt() ? input.intValue() : null;
            case LONG ->
                    input.isIntegralNumber() && input.canConvertToLong() ? input.longValue() : null;
            case SHORT ->
                    input.isIntegralNumber() && input.intValue() == (short) input.intValue()
                            ? input.shortValue()
                            : null;
            case BYTE ->
                    input.isIntegralNumber() && input.intValue() == (byte) input.intValue()
                            ? (byte) input.intValue()
                            : null;
            case FLOAT -> input.isNumber() ? input.floatValue() : null;
            case DOUBLE -> input.isNumber() ? input.doubleValue() : null;
            case DECIMAL -> input.isNumber() ? input.decimalValue() : null;
            case BOOLEAN -> input.isBoolean() ? input.booleanValue() : null;
            case TIMESTAMP -> time(input);
            case BLOB -> bytes(input);
            case DOCUMENT -> document(input);
        };
    }

    /// The JSON of a value.
    static JsonNode write(Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (value) {
            case String text -> json.textNode(text);
            case Integer number -> json.numberNode(number);
            case Long number -> json.numberNode(number);
            case Short number -> json.numberNode(number);
            case Byte number -> json.numberNode(number);
            case Float number -> json.numberNode(number);
            case Double number -> json.numberNode(number);
            case BigDecimal number -> json.numberNode(number);
            case Boolean truth -> json.booleanNode(truth);
            case Instant time -> json.textNode(time.toString());
            case SdkBytes bytes ->
                    json.textNode(Base64.getEncoder().encodeToString(bytes.asByteArray()));
            case Document document -> write(document);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        };
    }

    private static @Nullable Instant time(JsonNode input) {
        if (input.isNumber()) {
            return Instant.ofEpochMilli(
                    input.decimalValue().movePointRight(3).toBigInteger().longValue());
        }
        String text = input.textValue();
        if (text == null) {
            return null;
        }
        try {
            if (text.indexOf('T') < 0) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            boolean offset = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d");
            return offset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable SdkBytes bytes(JsonNode input) {
        String text = input.textValue();
        if (text == null) {
            return null;
        }
        try {
            return SdkBytes.fromByteArray(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Document document(JsonNode input) {
        return switch (input.getNodeType()) {
            case STRING -> Document.fromString(input.textValue());
            case NUMBER -> Document.fromNumber(input.decimalValue());
            case BOOLEAN -> Document.fromBoolean(input.booleanValue());
            case ARRAY -> {
                var list = Document.listBuilder();
                input.forEach(item -> list.addDocument(document(item)));
                yield list.build();
            }
            case OBJECT -> {
                Map<String, Document> map = new LinkedHashMap<>();
                input.properties()
                        .forEach(entry -> map.put(entry.getKey(), document(entry.getValue())));
                yield Document.fromMap(map);
            }
            case NULL, MISSING, BINARY, POJO -> Document.fromNull();
        };
    }

    private static JsonNode write(Document document) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (document.isString()) {
            return json.textNode(document.asString());
        }
        if (document.isBoolean()) {
            return json.booleanNode(document.asBoolean());
        }
        if (document.isNumber()) {
            return json.numberNode(document.asNumber().bigDecimalValue());
        }
        if (document.isList()) {
            var list = json.arrayNode();
            document.asList().forEach(item -> list.add(write(item)));
            return list;
        }
        if (document.isMap()) {
            var map = json.objectNode();
            document.asMap().forEach((key, value) -> map.set(key, write(value)));
            return map;
        }
        return json.nullNode();
    }
}
