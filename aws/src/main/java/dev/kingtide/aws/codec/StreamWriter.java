package dev.kingtide.aws.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import dev.kingtide.aws.codec.Schema.ListOf;
import dev.kingtide.aws.codec.Schema.MapOf;
import dev.kingtide.aws.codec.Schema.Member;
import dev.kingtide.aws.codec.Schema.Scalar;
import dev.kingtide.aws.codec.Schema.Structure;
import dev.kingtide.aws.codec.Schema.StructureOf;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// Writes a model object as JSON or CBOR; members that are not set are left out.
final class StreamWriter {
    /// Seconds since 1970 (RFC 8949, section 3.4.2).
    private static final int EPOCH_TAG = 1;

    private final Schemas schemas;
    private final JsonGenerator out;
    private final @Nullable CBORGenerator cbor;

    StreamWriter(Schemas schemas, JsonGenerator out) {
        this.schemas = schemas;
        this.out = out;
        this.cbor = out instanceof CBORGenerator binary ? binary : null;
    }

    void document(SdkPojo object) throws IOException {
        structure(object, schemas.of(object));
    }

    private void structure(SdkPojo object, Structure structure) throws IOException {
        out.writeStartObject();
        for (Member member : structure.members().sequencedValues()) {
            if (member.place().isInBody()) {
                Object value = member.get(object);
                if (value != null && !Schema.isUnset(value)) {
                    out.writeFieldName(member.json());
                    value(member.schema(), value, member.place().time());
                }
            }
        }
        out.writeEndObject();
    }

    void value(Schema schema, Object value, @Nullable Format time) throws IOException {
        switch (schema) {
            case Scalar scalar -> scalar(scalar, value, time);
            case ListOf list -> {
                out.writeStartArray();
                for (Object item : (List<?>) value) {
                    nullable(list.item(), item);
                }
                out.writeEndArray();
            }
            case MapOf map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    out.writeFieldName((String) entry.getKey());
                    nullable(map.value(), entry.getValue());
                }
                out.writeEndObject();
            }
            case StructureOf nested -> {
                SdkPojo object = (SdkPojo) value;
                structure(object, nested.structure(schemas, object));
            }
        }
    }

    private void nullable(Schema schema, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else {
            value(schema, value, null);
        }
    }

    private void scalar(Scalar scalar, Object value, @Nullable Format time) throws IOException {
        switch (scalar) {
            case TEXT -> out.writeString((String) value);
            case INTEGER -> out.writeNumber((Integer) value);
            case LONG -> out.writeNumber((Long) value);
            case SHORT -> out.writeNumber((Short) value);
            case BYTE -> out.writeNumber((Byte) value);
            // A number that is none is a text in JSON, by the generator's defaults.
            case FLOAT -> out.writeNumber((Float) value);
            case DOUBLE -> out.writeNumber((Double) value);
            case DECIMAL -> out.writeNumber((BigDecimal) value);
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case TIMESTAMP -> time((Instant) value, time);
            case BLOB -> out.writeBinary(((SdkBytes) value).asByteArrayUnsafe());
            case DOCUMENT -> tree((Document) value);
        }
    }

    private void time(Instant time, @Nullable Format format) throws IOException {
        if (cbor != null) {
            cbor.writeTag(EPOCH_TAG);
            cbor.writeNumber(time.toEpochMilli() / 1_000.0);
        } else if (format == Format.ISO_8601 || format == Format.RFC_822) {
            out.writeString(Times.write(time, format));
        } else {
            out.writeNumber(Times.seconds(time.toEpochMilli()));
        }
    }

    private void tree(Document document) throws IOException {
        if (document.isString()) {
            out.writeString(document.asString());
        } else if (document.isBoolean()) {
            out.writeBoolean(document.asBoolean());
        } else if (document.isNumber()) {
            out.writeNumber(document.asNumber().bigDecimalValue());
        } else if (document.isList()) {
            out.writeStartArray();
            for (Document item : document.asList()) {
                tree(item);
            }
            out.writeEndArray();
        } else if (document.isMap()) {
            out.writeStartObject();
            for (Map.Entry<String, Document> entry : document.asMap().entrySet()) {
                out.writeFieldName(entry.getKey());
                tree(entry.getValue());
            }
            out.writeEndObject();
        } else {
            out.writeNull();
        }
    }
}
