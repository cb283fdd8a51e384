package dev.kingtide.rehearsal.launch;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One map of a launch file, read key by key; what nobody reads is complained of by [#done].
///
/// A value that cannot be used is a problem and reads as its default, so that reading goes on.
final class Section {
    private final Node.Mapping map;
    private final String name;
    private final Problems problems;
    private final Keys keys;
    private final Set<String> asked = new LinkedHashSet<>();

    private Section(Node.Mapping map, String name, Problems problems, Keys keys) {
        this.map = map;
        this.name = name;
        this.problems = problems;
        this.keys = keys;
    }

    /// The map that a node holds; an empty one for no node, or, with a problem, for another kind.
    ///
    /// @param keys take note of what is asked for
    static Section of(
            @Nullable Node node, String name, Place otherwise, Problems problems, Keys keys) {
        if (node instanceof Node.Mapping map) {
            return new Section(map, name, problems, keys);
        }
        if (node != null && !(node instanceof Node.Text text && text.isNull())) {
            problems.add(node.place(), what(name) + " is " + node.describe(), "expected a map");
        }
        Place place = node == null ? otherwise : node.place();
        return new Section(new Node.Mapping(new LinkedHashMap<>(), place), name, problems, keys);
    }

    private static String what(String name) {
        return name.isEmpty() ? "the file" : name;
    }

    /// Where the map is written.
    Place place() {
        return map.place();
    }

    /// Where the value of a key is written, or else the map.
    Place place(String key) {
        Node value = map.get(key);
        return value == null ? map.place() : value.place();
    }

    /// The name of a key in messages: with the names of the maps around it.
    String path(String key) {
        return name.isEmpty() ? key : name + '.' + key;
    }

    /// Whether a key is given, with a value.
    boolean has(String key) {
        return take(key) != null;
    }

    /// Whether a key that must be given is.
    boolean required(String key) {
        keys.key(key).required();
        return has(key);
    }

    /// The value of a key, or null; `null`, `~` and nothing at all count as not given.
    @Nullable Node take(String key) {
        asked.add(key);
        keys.key(key);
        Node value = map.get(key);
        return value instanceof Node.Text text && text.isNull() ? null : value;
    }

    /// The same, of a value that may be of several kinds.
    @Nullable Node take(String key, List<Keys.Kind> kinds) {
        kinds.forEach(keys.key(key)::of);
        return take(key);
    }

    /// A number of seconds, or a list of the least and the most of them; null when not given.
    @Nullable Node range(String key, double least, double most) {
        Object usual = least == most ? least : List.of(least, most);
        keys.key(key).of(Keys.Kind.RANGE).otherwise(usual);
        return take(key);
    }

    /// The map under a key, empty when it is not given.
    Section section(String key) {
        Keys inner = keys.key(key).of(Keys.Kind.MAP).inner();
        return of(take(key), path(key), map.place(), problems, inner);
    }

    /// The same, where a text stands for a map with that text under one key of it.
    Section section(String key, String textKey) {
        Keys inner = keys.key(key).of(Keys.Kind.MAP).of(Keys.Kind.TEXT).inner();
        Node node = take(key);
        return of(mapOf(node, textKey), path(key), map.place(), problems, inner);
    }

    private static @Nullable Node mapOf(@Nullable Node node, String textKey) {
        if (!(node instanceof Node.Text text) || text.isNull()) {
            return node;
        }
        SequencedMap<String, Node.Entry> one = new LinkedHashMap<>();
        one.put(textKey, new Node.Entry(text.place(), text));
        return new Node.Mapping(one, text.place());
    }

    /// The maps under the keys of the map under a key, in order.
    SequencedMap<String, Section> sections(String key) {
        SequencedMap<String, Section> result = new LinkedHashMap<>();
        Section outer = section(key);
        outer.keys.open();
        for (String inner : outer.keys()) {
            result.put(inner, outer.section(inner));
        }
        return result;
    }

    /// The keys that are given, in order: their names are the launch's own.
    List<String> keys() {
        keys.open();
        return new ArrayList<>(map.entries().sequencedKeySet());
    }

    /// The items of the list under a key; a problem when it is not a list.
    List<Node> list(String key) {
        Node value = take(key);
        if (value instanceof Node.Sequence list) {
            return list.items();
        }
        if (value != null) {
            problem(key, value.describe(), "a list");
        }
        return List.of();
    }

    /// The maps in the list under a key.
    List<Section> items(String key) {
        List<Section> result = new ArrayList<>();
        List<Node> items = list(key);
        Keys inner = keys.key(key).of(Keys.Kind.MAPS).inner();
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            result.add(of(item, path(key) + '[' + i + ']', item.place(), problems, inner));
        }
        return result;
    }

    /// The words in the list under a key.
    List<String> words(String key) {
        List<String> result = new ArrayList<>();
        keys.key(key).of(Keys.Kind.TEXTS);
        for (Node item : list(key)) {
            if (item instanceof Node.Text text && !text.isNull()) {
                result.add(text.value());
            } else {
                problems.add(
                        item.place(), path(key) + " holds " + item.describe(), "expected words");
            }
        }
        return result;
    }

    /// The text under a key.
    String text(String key, String otherwise) {
        keys.key(key).of(Keys.Kind.TEXT).otherwise(otherwise);
        String value = scalar(key, "text");
        return value == null ? otherwise : value;
    }

    /// The text under a key that must be given; empty, with a problem, when it is not.
    String requiredText(String key, String example) {
        keys.key(key).of(Keys.Kind.TEXT).required();
        if (!has(key)) {
            problems.add(map.place(), path(key) + " is missing", "expected " + example);
            return "";
        }
        return text(key, "");
    }

    /// The text under a key that its reader takes as one of some words.
    String text(String key, String otherwise, List<String> words) {
        keys.key(key).words(words);
        return text(key, otherwise);
    }

    /// One of two words or more.
    String word(String key, String otherwise, List<String> words) {
        keys.key(key).of(Keys.Kind.TEXT).words(words).otherwise(otherwise);
        String expected = String.join(words.size() == 2 ? " or " : ", ", words);
        return parse(key, otherwise, expected, text -> words.contains(text) ? text : null);
    }

    /// What the text under a key stands for; the reader gives null when it stands for nothing.
    <T> T read(String key, T otherwise, String expected, Function<String, @Nullable T> reader) {
        keys.key(key).of(Keys.Kind.TEXT).expecting(expected);
        return parse(key, otherwise, expected, reader);
    }

    private <T> T parse(
            String key, T otherwise, String expected, Function<String, @Nullable T> reader) {
        String value = scalar(key, expected);
        if (value == null) {
            return otherwise;
        }
        T result = reader.apply(value);
        if (result == null) {
            problem(key, '"' + value + '"', expected);
            return otherwise;
        }
        return result;
    }

    private @Nullable String scalar(String key, String expected) {
        Node value = take(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Node.Text text) {
            return text.value();
        }
        problem(key, value.describe(), expected);
        return null;
    }

    /// A whole number.
    int integer(String key, int least, int most, int otherwise) {
        return Math.toIntExact(whole(key, least, most, otherwise));
    }

    /// A whole number.
    long whole(String key, long least, long most, long otherwise) {
        String expected = "a whole number from " + least + " to " + most;
        keys.key(key).of(Keys.Kind.INTEGER).between(least, most).otherwise(otherwise);
        return parse(
                key,
                otherwise,
                expected,
                text -> {
                    try {
                        long value = Long.parseLong(text);
                        return value >= least && value <= most ? (Long) value : null;
                    } catch (NumberFormatException bad) {
                        return null;
                    }
                });
    }

    /// A number.
    double number(String key, double least, double most, double otherwise) {
        keys.key(key).otherwise(otherwise);
        return given(key, least, most, otherwise);
    }

    private double given(String key, double least, double most, double otherwise) {
        keys.key(key).of(Keys.Kind.NUMBER).between(least, most);
        String expected = "a number from " + show(least) + " to " + show(most);
        return parse(
                key,
                otherwise,
                expected,
                text -> {
                    try {
                        double value = Double.parseDouble(text);
                        return value >= least && value <= most ? (Double) value : null;
                    } catch (NumberFormatException bad) {
                        return null;
                    }
                });
    }

    private static String show(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// A number without a default: 0 when it is not given, which is for the caller to complain of.
    double given(String key, double least, double most) {
        return given(key, least, most, 0);
    }

    /// `true` or `false`.
    boolean flag(String key, boolean otherwise) {
        keys.key(key).of(Keys.Kind.FLAG).otherwise(otherwise);
        return parse(
                key,
                otherwise,
                "true or false",
                text -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? false : null);
    }

    /// One of the constants of an enum, written as `word` says.
    <E extends Enum<E>> E choice(String key, Class<E> type, Function<E, String> word, E otherwise) {
        E[] constants = type.getEnumConstants();
        List<String> words = new ArrayList<>();
        for (E constant : constants) {
            words.add(word.apply(constant));
        }
        keys.key(key).of(Keys.Kind.TEXT).words(words).otherwise(word.apply(otherwise));
        return parse(
                key,
                otherwise,
                "one of " + String.join(", ", words),
                text -> words.contains(text) ? constants[words.indexOf(text)] : null);
    }

    /// Takes note that the value of a key cannot be used.
    void problem(String key, String found, String expected) {
        problems.add(place(key), path(key) + " is " + found, "expected " + expected);
    }

    /// Complains of every key that nobody asked for.
    void done() {
        map.entries()
                .forEach((key, entry) -> {
                    if (!asked.contains(key)) {
                        problems.unknown(
                                entry.keyPlace(),
                                name.isEmpty() ? "key" : "key in " + name,
                                key,
                                asked);
                    }
                });
    }
}
