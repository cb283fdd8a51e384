package dev.kingtide.aws.codec;

import dev.kingtide.aws.codec.Schema.ListOf;
import dev.kingtide.aws.codec.Schema.MapOf;
import dev.kingtide.aws.codec.Schema.Member;
import dev.kingtide.aws.codec.Schema.Scalar;
import dev.kingtide.aws.codec.Schema.Structure;
import dev.kingtide.aws.codec.Schema.StructureOf;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// Writes a model object's members as XML elements, as answers of Query protocols hold them.
final class XmlWriter {
    private final Schemas schemas;
    private final Xml out;

    XmlWriter(Schemas schemas, Xml out) {
        this.schemas = schemas;
        this.out = out;
    }

    void document(SdkPojo object) {
        structure(object, schemas.of(object));
    }

    private void structure(SdkPojo object, Structure structure) {
        for (Member member : structure.members().sequencedValues()) {
            Object value = member.place().isInBody() ? member.get(object) : null;
            if (value != null && !Schema.isUnset(value)) {
                element(member.place().answer(), member.schema(), value);
            }
        }
    }

    private void element(String name, Schema schema, Object value) {
        switch (schema) {
            case Scalar scalar -> out.text(name, text(scalar, value, Format.ISO_8601));
            case ListOf list -> {
                if (list.wire().flat()) {
                    ((List<?>) value).forEach(item -> element(name, list.item(), item));
                } else {
                    out.open(name);
                    ((List<?>) value)
                            .forEach(item -> element(list.wire().answer(), list.item(), item));
                    out.close(name);
                }
            }
            case MapOf map -> {
                if (map.wire().flat()) {
                    entries(name, map, (Map<?, ?>) value);
                } else {
                    out.open(name);
                    entries("entry", map, (Map<?, ?>) value);
                    out.close(name);
                }
            }
            case StructureOf nested -> {
                SdkPojo object = (SdkPojo) value;
                out.open(name);
                structure(object, nested.structure(schemas, object));
                out.close(name);
            }
        }
    }

    private void entries(String name, MapOf map, Map<?, ?> entries) {
        entries.forEach((key, value) -> {
            out.open(name);
            out.text(map.wire().key(), (String) key);
            element(map.wire().value(), map.value(), value);
            out.close(name);
        });
    }

    /// The text of a value without parts.
    static String text(Scalar scalar, Object value, Format time) {
        return switch (scalar) {
            case TEXT -> (String) value;
            case TIMESTAMP -> Times.write((Instant) value, time);
            case BLOB -> Base64.getEncoder().encodeToString(((SdkBytes) value).asByteArrayUnsafe());
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case INTEGER, LONG, SHORT, BYTE, FLOAT, DOUBLE, BOOLEAN, DOCUMENT ->
                    String.valueOf(value);
        };
    }
}
