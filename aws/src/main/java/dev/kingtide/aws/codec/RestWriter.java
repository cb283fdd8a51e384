package dev.kingtide.aws.codec;

import dev.kingtide.aws.codec.Schema.ListOf;
import dev.kingtide.aws.codec.Schema.MapOf;
import dev.kingtide.aws.codec.Schema.Member;
import dev.kingtide.aws.codec.Schema.Scalar;
import dev.kingtide.aws.codec.Schema.StructureOf;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// Writes an answer of a REST protocol: what stands in headers and the status, and the body.
final class RestWriter {
    private final Schemas schemas;
    private final WireCodec codec;

    RestWriter(Schemas schemas, WireCodec codec) {
        this.schemas = schemas;
        this.codec = codec;
    }

    Rest.Output document(SdkPojo answer) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        Integer status = null;
        byte[] payload = null;
        for (Member member : schemas.of(answer).members().sequencedValues()) {
            Object value = member.place().isInBody() ? null : member.get(answer);
            if (member.place().payload()) {
                payload = payload(value);
            } else if (value != null && !Schema.isUnset(value)) {
                if (member.place().location() == MarshallLocation.STATUS_CODE) {
                    status = (Integer) value;
                } else {
                    header(member, value, headers);
                }
            }
        }
        return new Rest.Output(
                status, headers, payload != null ? payload : codec.writeJson(answer));
    }

    private byte[] payload(@Nullable Object value) {
        return switch (value) {
            case null -> new byte[0];
            case SdkPojo object -> codec.writeJson(object);
            case SdkBytes bytes -> bytes.asByteArrayUnsafe();
            default -> String.valueOf(value).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static void header(Member member, Object value, Map<String, String> headers) {
        String name = member.place().answer();
        Format own = member.place().time();
        Format format = own == null ? Format.RFC_822 : own;
        switch (member.schema()) {
            case Scalar scalar -> headers.put(name, XmlWriter.text(scalar, value, format));
            case ListOf _ ->
                    headers.put(
                            name,
                            ((List<?>) value)
                                    .stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(",")));
            case MapOf _ ->
                    ((Map<?, ?>) value)
                            .forEach((key, part) -> headers.put(name + key, String.valueOf(part)));
            case StructureOf _ -> {}
        }
    }
}
