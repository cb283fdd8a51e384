package dev.kingtide.host.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kingtide.aws.codec.Codec;
import dev.kingtide.core.Invariant;
import java.io.IOException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/// What is only kept and echoed, in AWS's shape: `{"@": "ecs.Service", "is": {...}}`.
final class ShapeForm extends ValueForm {
    private static final String PACKAGE = "software.amazon.awssdk.services.";
    private static final String MODEL = ".model.";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Codec CODEC = new Codec();

    @Override
    void write(JsonGenerator json, Object value) throws IOException {
        if (!(value instanceof SdkPojo shape)) {
            throw Invariant.broken("no rows can hold a " + value.getClass().getName());
        }
        json.writeStartObject();
        json.writeStringField(
                "@", value.getClass().getName().substring(PACKAGE.length()).replace(MODEL, "."));
        json.writeFieldName("is");
        JSON.writeTree(json, CODEC.write(shape));
        json.writeEndObject();
    }

    @Override
    Object read(JsonParser json) throws IOException {
        JsonNode node = JSON.readTree(json);
        SdkPojo builder = builder(node.path("@").asText());
        SdkPojo filled = CODEC.recall(builder, node.path("is"));
        return filled instanceof Buildable buildable ? buildable.build() : filled;
    }

    private static SdkPojo builder(String name) {
        String type = PACKAGE + name.replace(".", MODEL);
        try {
            return (SdkPojo) Class.forName(type).getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw Invariant.broken("the SDK has no " + type + ", but the store does: " + e);
        }
    }
}
