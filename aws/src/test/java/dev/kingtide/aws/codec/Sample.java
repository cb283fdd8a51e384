package dev.kingtide.aws.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.codec.Constraint.Length;
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
public final class Sample {
    private static final int DEPTH = 4;
    private static final List<String> TEXTS =
            List.of(
                    "a",
                    "ab",
                    "/",
                    "200",
                    "HTTP",
                    "HTTPS",
                    "p99",
                    "000000",
                    "abcdefghijklmnopqrst",
                    "ipv4pool-coip-a",
                    "ipam-pool-a",
                    "arn:aws:acm:us-east-1:1:certificate/a",
                    "arn:aws:application-autoscaling:us-east-1:1:scalable-target/a",
                    "ü&<%+\n\"x");
    private final Schemas schemas = new Schemas();
    private final RandomGenerator random;
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    public Sample(RandomGenerator random) {
        this.random = random;
    }

    public ObjectNode structure(SdkPojo builder, int depth) {
        ObjectNode node = json.objectNode();
        for (Member member : schemas.of(builder).members().sequencedValues()) {
            boolean deep = depth >= DEPTH && !(member.schema() instanceof Scalar);
            if (!deep || member.facts().required()) {
                JsonNode value =
                        value(member.schema(), member.facts().own(), member.facts().parts(), depth);
                // A Query request cannot say that there is a structure with nothing in it.
                if (value.isValueNode() || !value.isEmpty() || member.facts().required()) {
                    node.set(member.name(), value);
                }
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
                    JsonNode value = value(item, parts, List.of(), depth + 1);
                    if (value.isValueNode() || !value.isEmpty()) {
                        list.add(value);
                    }
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
            case DOUBLE -> json.numberNode(own.isEmpty() ? random.nextDouble() : number(own));
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
                return random.nextInt(low, high + 1);
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
            if (constraint instanceof OneOf(var type)) {
                List<String> words = Constraint.words(type);
                return words.get(random.nextInt(words.size()));
            }
        }
        List<String> good =
                TEXTS.stream()
                        .filter(t ->
                                own.stream().allMatch(c -> c.broken(t, t.length(), null) == null))
                        .toList();
        return good.isEmpty() ? longText(own) : good.get(random.nextInt(good.size()));
    }

    private static String longText(List<Constraint> own) {
        for (Constraint constraint : own) {
            if (constraint instanceof Length(long min, _)) {
                return "x".repeat((int) min);
            }
        }
        throw new AssertionError("no text is " + own);
    }
}
