package dev.kingtide.rehearsal.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An object of a JSON file, its members asked for one by one; what is not there, or not as it
/// should be, becomes a problem and some value of the kind.
///
/// @param file the file's name
/// @param path the object's place in the file, with a dot at its end; empty for the whole
/// @param node the object
/// @param problems what is wrong
record Fields(String file, String path, JsonNode node, Problems problems) {
    private static final int PROBLEMS_MOST = 20;

    private JsonNode member(String name, String kind, Function<JsonNode, Boolean> fits) {
        JsonNode member = node.path(name);
        if (!fits.apply(member)) {
            String found = member.isMissingNode() ? " is missing" : " is " + shown(member);
            bad(path + name + found, "expected " + kind);
            return MissingNode.getInstance();
        }
        return member;
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    /// Adds a problem, unless there are so many that no further one helps.
    void bad(String found, String expected) {
        if (problems.list().size() < PROBLEMS_MOST) {
            problems.add(Place.of(file), found, expected);
        }
    }

    String text(String name) {
        return member(name, "a text", JsonNode::isTextual).asText();
    }

    boolean truth(String name) {
        return member(name, "true or false", JsonNode::isBoolean).asBoolean();
    }

    int whole(String name) {
        return member(name, "a whole number", JsonNode::canConvertToExactIntegral).asInt();
    }

    long longWhole(String name) {
        return member(name, "a whole number", JsonNode::canConvertToExactIntegral).asLong();
    }

    double number(String name) {
        return member(name, "a number", JsonNode::isNumber).asDouble();
    }

    @Nullable Integer wholeOrNull(String name) {
        JsonNode found =
                member(
                        name,
                        "a whole number or null",
                        n -> n.isNull() || n.canConvertToExactIntegral());
        return found.isNumber() ? (Integer) found.asInt() : null;
    }

    @Nullable Double numberOrNull(String name) {
        JsonNode found = member(name, "a number or null", n -> n.isNull() || n.isNumber());
        return found.isNumber() ? (Double) found.asDouble() : null;
    }

    /// One of an enum's constants by its name in JSON, `first-loss`.
    <E extends Enum<E>> E constant(String name, E[] all) {
        String text = text(name);
        for (E each : all) {
            if (ReportJson.name(each).equals(text)) {
                return each;
            }
        }
        if (!node.path(name).isMissingNode()) {
            List<String> names = new ArrayList<>();
            for (E each : all) {
                names.add(ReportJson.name(each));
            }
            bad(
                    path + name + " is \"" + text + '"',
                    "expected one of: " + String.join(", ", names));
        }
        return all[0];
    }

    /// The object under a name.
    Fields object(String name) {
        return new Fields(
                file, path + name + '.', member(name, "an object", JsonNode::isObject), problems);
    }

    /// The same, null where JSON has null.
    @Nullable Fields objectOrNull(String name) {
        return node.path(name).isNull() ? null : object(name);
    }

    /// Each object of the list under a name.
    <T> List<T> each(String name, Function<Fields, T> read) {
        List<T> all = new ArrayList<>();
        for (JsonNode item : member(name, "a list", JsonNode::isArray)) {
            String at = path + name + '[' + all.size() + ']';
            if (!item.isObject()) {
                bad(at + " is " + shown(item), "expected an object");
            }
            all.add(read.apply(new Fields(file, at + '.', item, problems)));
        }
        return all;
    }

    /// The texts of the list under a name.
    List<String> texts(String name) {
        List<String> all = new ArrayList<>();
        for (JsonNode item : member(name, "a list of texts", JsonNode::isArray)) {
            if (!item.isTextual()) {
                bad(path + name + '[' + all.size() + "] is " + shown(item), "expected a text");
            }
            all.add(item.asText());
        }
        return all;
    }

    /// All members of the object, in order.
    SequencedMap<String, JsonNode> members() {
        SequencedMap<String, JsonNode> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            all.put(entry.getKey(), entry.getValue());
        }
        return all;
    }
}
