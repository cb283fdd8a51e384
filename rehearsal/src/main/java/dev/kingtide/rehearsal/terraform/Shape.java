package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Node.Entry;
import dev.kingtide.rehearsal.source.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An AWS request in the making: members in order, all of them written at one place.
final class Shape {
    private final LinkedHashMap<String, Entry> members = new LinkedHashMap<>();
    private final Place place;

    Shape(Place place) {
        this.place = place;
    }

    /// Adds a member, unless there is no value.
    Shape put(String member, @Nullable Node value) {
        if (value != null) {
            members.put(member, new Entry(value.place(), value));
        }
        return this;
    }

    /// Adds a text, unless it is null.
    Shape text(String member, @Nullable String value) {
        return value == null ? this : put(member, new Node.Text(value, true, place));
    }

    /// Adds a number, `true` or `false`, unless it is null.
    Shape plain(String member, @Nullable String value) {
        return value == null ? this : put(member, new Node.Text(value, false, place));
    }

    /// Adds a structure, unless it is empty.
    Shape put(String member, Shape value) {
        return value.members.isEmpty() ? this : put(member, value.node());
    }

    /// Adds a list of structures, unless it is empty.
    Shape shapes(String member, List<Shape> values) {
        return values.isEmpty()
                ? this
                : put(
                        member,
                        new Node.Sequence(
                                values.stream().map(v -> (Node) v.node()).toList(), place));
    }

    /// Adds a list of texts, unless it is empty.
    Shape texts(String member, List<String> values) {
        List<Node> items = values.stream().map(v -> (Node) new Node.Text(v, true, place)).toList();
        return values.isEmpty() ? this : put(member, new Node.Sequence(items, place));
    }

    /// Copies arguments to the members of the same names in lower camel case, as ECS has them.
    Shape lower(Block from, String... arguments) {
        for (String argument : arguments) {
            put(camel(argument, false), from.take(argument));
        }
        return this;
    }

    /// The same for numbers that the provider has as texts.
    Shape numbers(Block from, String... arguments) {
        for (String argument : arguments) {
            plain(camel(argument, false), from.text(argument));
        }
        return this;
    }

    /// Copies arguments to the members of the same names in upper camel case, as the others have
    /// them.
    Shape upper(Block from, String... arguments) {
        for (String argument : arguments) {
            put(camel(argument, true), from.take(argument));
        }
        return this;
    }

    private static String camel(String snake, boolean upper) {
        StringBuilder camel = new StringBuilder();
        for (String word : snake.split("_", -1)) {
            camel.append(
                    camel.isEmpty() && !upper
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camel.toString();
    }

    /// The request.
    Node.Mapping node() {
        return new Node.Mapping(members, place);
    }
}
