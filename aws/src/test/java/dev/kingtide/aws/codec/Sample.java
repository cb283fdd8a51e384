package dev.kingtide.aws.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.codec.Constraint.Length;
import dev.kingtide.aws.codec.Constraint.Like;
import dev.kingtide.aws.codec.Constraint.OneOf;
import dev.kingtide.aws.codec.Constraint.Range;
import dev.kingtide.aws.codec.Schema.ListOf;
import dev.kingtide.aws.codec.Schema.MapOf;
import dev.kingtide.aws.codec.Schema.Member;
import dev.kingtide.aws.codec.Schema.Scalar;
import dev.kingtide.aws.codec.Schema.StructureOf;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;

/// Generated inputs that fit their shape, with a value in every member down to some depth.
final class Sample {
    private static final int DEPTH = 4;
    private static final List<String> TEXTS =
            List.of("a", "200", "HTTP", "HTTPS", "ipv4pool-coip-a", "ipam-pool-a", "ü&<%+\n\"x");
    private final Schemas schemas = new Schemas();
    private final RandomGenerator random;
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    Sample(RandomGenerator random) {
        this.random = random;
    }

    ObjectNode structure(SdkPojo builder, int depth) {
        ObjectNode node = json.objectNode();
        for (Member member : schemas.of(builder).members().sequencedValues()) {
            boolean deep = depth >= DEPTH && !(member.schema() instanceof Scalar);
            if (!deep || member.facts().required()) {
                node.set(
                        member.name(),
                        value(
                                member.schema(),
                                member.facts().own(),
                                member.facts().parts(),
                                depth));
            }
        }
        return node;
    }

    private JsonNode value(Schema schema, List<Constraint> own, List<Constraint> parts, int depth) {
        return switch (schema) {
            case Scalar scalar -> scalar(scalar, own);
            case ListOf(var item, _) -> {
                var list = json.arrayNode();
                for (int i = 0; i < size(own, 2); i++) {
                    list.add(value(item, parts, List.of(), depth + 1));
                }
                yield list;
            }
            case MapOf(var part, _) -> {
                var map = json.objectNode();
                for (int i = 0; i < size(own, 2); i++) {
                    map.set("key" + i, value(part, parts, List.of(), depth + 1));
                }
                yield map;
            }
            case StructureOf nested -> structure(nested.builder(), depth + 1);
        };
    }

    private JsonNode scalar(Scalar scalar, List<Constraint> own) {
        return switch (scalar) {
            case TEXT -> json.textNode(text(own));
            case INTEGER, LONG, SHORT, BYTE -> json.numberNode(number(own));
            case FLOAT -> json.numberNode(random.nextFloat());
            case DOUBLE -> json.numberNode(random.nextDouble());
            case DECIMAL -> json.numberNode(new BigDecimal(random.nextLong()).movePointLeft(3));
            case BOOLEAN -> json.booleanNode(random.nextBoolean());
            case TIMESTAMP ->
                    json.textNode(
                            java.time.Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L))
                                    .toString());
            case BLOB -> json.textNode(Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}));
            case DOCUMENT ->
                    json.objectNode()
                            .put("text", "x")
                            .put("truth", true)
                            .set("list", json.arrayNode().add(1));
        };
    }

    private int number(List<Constraint> own) {
        for (Constraint constraint : own) {
            if (constraint instanceof Range(var min, var max)) {
                int low = min.max(BigDecimal.valueOf(Short.MIN_VALUE)).intValue();
                int high = max.min(BigDecimal.valueOf(Short.MAX_VALUE)).intValue();
                return random.nextInt(low, high) + (random.nextBoolean() ? 1 : 0);
            }
        }
        return random.nextInt(Byte.MAX_VALUE);
    }

    private int size(List<Constraint> own, int wanted) {
        for (Constraint constraint : own) {
            if (constraint instanceof Length(long min, long max)) {
                return (int) Math.clamp(wanted, min, max);
            }
        }
        return wanted;
    }

    private String text(List<Constraint> own) {
        for (Constraint constraint : own) {
            switch (constraint) {
                case OneOf(var type) -> {
                    List<String> words = Constraint.words(type);
                    return words.get(random.nextInt(words.size()));
                }
                case Like(var pattern) -> {
                    return TEXTS.stream()
                            .filter(t -> pattern.matcher(t).matches())
                            .findFirst()
                            .orElseThrow();
                }
                case Length _, Range _ -> {}
            }
        }
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
