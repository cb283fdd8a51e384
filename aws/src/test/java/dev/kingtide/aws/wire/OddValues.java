package dev.kingtide.aws.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values at the edges: of lengths, numbers, alphabets and names.
final class OddValues {
    private static final int LEARNT_MOST = 400;
    private static final int DEPTH = 200;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern NAMES =
            Pattern.compile("arn:[^\"<\\s]+|ecs-svc/\\d+|[\\w=-]{24,}");
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "a".repeat(256),
                    "x".repeat(5000),
                    "\0",
                    "\ud800",
                    "\u202e\ufeff",
                    "潮 𝕊",
                    "a\nb",
                    "<a>&amp;]]>",
                    "%00%",
                    "{}",
                    "null",
                    "true",
                    "NaN",
                    "-1",
                    "0",
                    "1e999",
                    "99999999999999999999",
                    "default",
                    "shop",
                    "web",
                    "web:1",
                    "web:0",
                    "web:-1",
                    "web:99999999999",
                    "web:",
                    ":1",
                    "a:b:c",
                    "/",
                    "shop/web",
                    "service/shop/web",
                    "service//",
                    "arn:",
                    "arn:aws:ecs",
                    "arn:aws:ecs:::",
                    "arn:aws:ecs:us-east-1:123456789012:",
                    "arn:aws:ecs:us-east-1:123456789012:service/",
                    "arn:aws:ecs:us-east-1:123456789012:task-definition/web",
                    "arn:aws:ecs:us-east-1:123456789012:cluster/shop",
                    "arn:aws:ecs:eu-west-1:999999999999:cluster/shop",
                    "arn:aws:ecs:us-east-1:123456789012:service/shop/web",
                    "rate(0 minutes)",
                    "rate(5 minutes)",
                    "cron(0 0 ? * * *)",
                    "cron(* *)",
                    "at(2026-13-40T25:00:00)",
                    "2026-02-30T00:00:00Z",
                    "1795000000",
                    "FARGATE",
                    "RUNNING",
                    "expr: attribute:ecs.os-type == ",
                    "attribute:x =~ (((");
    private static final List<String> NUMBERS =
            List.of(
                    "-1",
                    "0",
                    "1",
                    "3",
                    "101",
                    "65536",
                    "2147483647",
                    "2147483648",
                    "-2147483649",
                    "9223372036854775807",
                    "9223372036854775808",
                    "-9223372036854775808",
                    "0.5",
                    "-0.0",
                    "1e20",
                    "1e400",
                    "123456789.123456789123456789");

    private final Random random;
    private final List<String> learnt = new ArrayList<>();

    OddValues(Random random) {
        this.random = random;
    }

    /// Keeps ARNs, ids and tokens of an answer.
    void learn(byte[] answer) {
        Matcher names = NAMES.matcher(new String(answer, StandardCharsets.UTF_8));
        for (int i = 0; i < 4 && names.find(); i++) {
            if (learnt.size() < LEARNT_MOST) {
                learnt.add(names.group());
            } else {
                learnt.set(random.nextInt(LEARNT_MOST), names.group());
            }
        }
    }

    /// Any text; half of them name something that there is or was.
    String text() {
        return learnt.isEmpty() || random.nextBoolean()
                ? TEXTS.get(random.nextInt(TEXTS.size()))
                : learnt.get(random.nextInt(learnt.size()));
    }

    /// A few letters.
    String word() {
        return Long.toString(random.nextLong(1L << 40), Character.MAX_RADIX);
    }

    /// Any number, as it is written.
    String number() {
        return NUMBERS.get(random.nextInt(NUMBERS.size()));
    }

    /// Any value of JSON.
    JsonNode node() {
        return switch (random.nextInt(10)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.objectNode();
            case 3 -> NODES.arrayNode();
            case 4 -> deep();
            case 5, 6 -> NODES.numberNode(new BigDecimal(number()));
            default -> NODES.textNode(text());
        };
    }

    private JsonNode deep() {
        ArrayNode node = NODES.arrayNode();
        int levels = 1 + random.nextInt(DEPTH);
        for (int i = 0; i < levels; i++) {
            node = NODES.arrayNode().add(node);
        }
        return node;
    }
}
