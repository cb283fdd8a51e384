package dev.kingtide.aws.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Bodies changed in a way that their protocol can still say, and in ways that it cannot.
final class OddBodies {
    private static final int MANY = 120;

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final ObjectMapper CBOR = new CBORMapper();

    private final Random random;
    private final OddValues values;

    OddBodies(Random random, OddValues values) {
        this.random = random;
        this.values = values;
    }

    /// Bytes turned over, put in, taken out, or missing at the end.
    byte[] bytes(byte[] body) {
        if (body.length == 0) {
            return values.text().getBytes(StandardCharsets.UTF_8);
        }
        int at = random.nextInt(body.length);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(body, at);
            case 1 -> {
                byte[] copy = body.clone();
                copy[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                yield copy;
            }
            case 2 -> join(body, at, new byte[] {(byte) random.nextInt(256)}, at);
            default -> join(body, at, new byte[0], at + random.nextInt(body.length - at));
        };
    }

    private static byte[] join(byte[] body, int end, byte[] between, int begin) {
        byte[] joined = new byte[end + between.length + body.length - begin];
        System.arraycopy(body, 0, joined, 0, end);
        System.arraycopy(between, 0, joined, end, between.length);
        System.arraycopy(body, begin, joined, end + between.length, body.length - begin);
        return joined;
    }

    /// One value, member, item or parameter changed, added or taken away.
    byte[] structure(byte[] body) {
        if (body.length == 0) {
            return values.node().toString().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return switch (body[0]) {
                case '{', '[' -> JSON.writeValueAsBytes(changed(JSON.readTree(body)));
                case 'A' -> form(new String(body, StandardCharsets.UTF_8));
                default -> CBOR.writeValueAsBytes(changed(CBOR.readTree(body)));
            };
        } catch (IOException unreadable) {
            return bytes(body); // it was changed before, and is no longer of its protocol
        }
    }

    private JsonNode changed(JsonNode root) {
        List<JsonNode> parents = new ArrayList<>();
        collect(root, parents);
        if (parents.isEmpty()) {
            return values.node();
        }
        switch (parents.get(random.nextInt(parents.size()))) {
            case ObjectNode object -> change(object);
            case ArrayNode array -> change(array);
            default -> throw new AssertionError("only objects and arrays are parents");
        }
        return root;
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }

    private void change(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            object.set(values.word(), values.node());
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(7)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name.toUpperCase(Locale.ROOT), object.get(name));
            case 2 -> object.set(values.word(), values.node());
            case 3 -> object.set(name, object.get(names.get(random.nextInt(names.size()))));
            case 4 -> object.set(name, JSON.createArrayNode().add(object.get(name)));
            default -> object.set(name, values.node());
        }
    }

    private void change(ArrayNode array) {
        if (array.isEmpty()) {
            array.add(values.node());
            return;
        }
        int at = random.nextInt(array.size());
        switch (random.nextInt(6)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            case 2 -> {
                for (int i = random.nextInt(MANY); i > 0; i--) {
                    array.add(array.get(at).deepCopy());
                }
            }
            default -> array.set(at, values.node());
        }
    }

    private byte[] form(String text) {
        List<String> pairs = new ArrayList<>(Arrays.asList(text.split("&", -1)));
        int at = random.nextInt(pairs.size());
        String[] pair = pairs.get(at).split("=", 2);
        switch (random.nextInt(8)) {
            case 0 -> pairs.remove(at);
            case 1 -> pairs.add(pairs.get(at));
            case 2 -> pairs.set(at, pair[0]);
            case 3 -> pairs.set(at, pair[0] + ".member.1=" + random.nextInt());
            case 4 -> pairs.set(at, pairs.get(at).replaceFirst("\\.1\\b", "." + values.number()));
            case 5 -> pairs.set(at, pair[0] + "=" + values.number());
            case 6 -> pairs.set(at, pair[0] + "=%" + values.word());
            default -> pairs.set(at, pair[0] + '=' + encoded(values.text()));
        }
        return String.join("&", pairs).getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
