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
    private final Set<String> asked = new LinkedHashSet<>();

    private Section(Node.Mapping map, String name, Problems problems) {
        this.map = map;
        this.name = name;
        this.problems = problems;
    }

    /// The map that a node holds; an empty one for no node, or, with a problem, for another kind.
    static Section of(@Nullable Node node, String name, Place otherwise, Problems problems) {
        if (node instanceof Node.Mapping map) {
            return new Section(map, name, problems);
        }
        if (node != null && !(node instanceof Node.Text text && text.isNull())) {
            problems.add(node.place(), what(name) + " is " + node.describe(), "expected a map");
        }
        Place place = node == null ? otherwise : node.place();
        return new Section(new Node.Mapping(new LinkedHashMap<>(), place), name, problems);
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

    /// The value of a key, or null; `null`, `~` and nothing at all count as not given.
    @Nullable Node take(String key) {
        asked.add(key);
        Node value = map.get(key);
        return value instanceof Node.Text text && text.isNull() ? null : value;
    }

    /// The map under a key, empty when it is not given.
    Section section(String key) {
        return of(take(key), path(key), map.place(), problems);
    }

    /// The maps under the keys of the map under a key, in order.
    SequencedMap<String, Section> sections(String key) {
        SequencedMap<String, Section> result = new LinkedHashMap<>();
        Section outer = section(key);
        for (String inner : outer.keys()) {
            result.put(inner, outer.section(inner));
        }
        return result;
    }

    /// The keys that are given, in order.
    List<String> keys() {
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
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            result.add(of(item, path(key) + '[' + i + ']', item.place(), problems));
        }
        return result;
    }

    /// The words in the list under a key.
    List<String> words(String key) {
        List<String> result = new ArrayList<>();
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
        String value = scalar(key, "text");
        return value == null ? otherwise : value;
    }

    /// The text under a key that must be given; empty, with a problem, when it is not.
    String requiredText(String key, String example) {
        if (!has(key)) {
            problems.add(map.place(), path(key) + " is missing", "expected " + example);
            return "";
        }
        return text(key, "");
    }

    /// What the text under a key stands for; the reader gives null when it stands for nothing.
    <T> T read(String key, T otherwise, String expected, Function<String, @Nullable T> reader) {
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
        return read(
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
        String expected = "a number from " + show(least) + " to " + show(most);
        return read(
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

    /// `true` or `false`.
    boolean flag(String key, boolean otherwise) {
        return read(
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
        return read(
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
