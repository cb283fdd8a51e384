package dev.kingtide.aws.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.codec.Schema.Member;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/// Writes model objects; the values say themselves what they are.
final class JsonWriter {
    private final Schemas schemas;
    private final boolean sensitive;

    /// @param sensitive whether members that AWS's model calls sensitive are written
    JsonWriter(Schemas schemas, boolean sensitive) {
        this.schemas = schemas;
        this.sensitive = sensitive;
    }

    ObjectNode structure(SdkPojo object) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Member member : schemas.of(object).members().sequencedValues()) {
            Object value = member.get(object);
            boolean hidden = member.facts().sensitive() && !sensitive;
            if (value != null && !hidden && !Schema.isUnset(value)) {
                json.set(member.name(), value(value));
            }
        }
        return json;
    }

    private JsonNode value(Object value) {
        return switch (value) {
            case SdkPojo object -> structure(object);
            case List<?> list -> {
                var json = JsonNodeFactory.instance.arrayNode(list.size());
                list.forEach(item -> json.add(value(item)));
                yield json;
            }
            case Map<?, ?> map -> {
                var json = JsonNodeFactory.instance.objectNode();
                map.forEach((key, part) -> json.set((String) key, value(part)));
                yield json;
            }
            default -> Scalars.write(value);
        };
    }
}
