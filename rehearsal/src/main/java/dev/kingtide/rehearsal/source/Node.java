package dev.kingtide.rehearsal.source;

import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A value in a YAML or JSON file, with the place where it is written.
public sealed interface Node {

    /// Where it is written.
    Place place();

    /// What it is, for messages.
    String describe();

    /// A scalar: a string (`quoted`), or text that may be read as a number, a boolean or null.
    record Text(String value, boolean quoted, Place place) implements Node {

        @Override
        public String describe() {
            return quoted || !value.isEmpty() ? '"' + value + '"' : "nothing";
        }

        /// Whether it stands for no value: empty, `~` or `null` without quotes.
        public boolean isNull() {
            return !quoted && (value.isEmpty() || value.equals("~") || value.equals("null"));
        }
    }

    /// A list.
    record Sequence(List<Node> items, Place place) implements Node {

        @Override
        public String describe() {
            return "a list";
        }
    }

    /// A map from keys to values, in the order in which they are written.
    record Mapping(SequencedMap<String, Entry> entries, Place place) implements Node {

        @Override
        public String describe() {
            return "a map";
        }

        /// The value of a key, or null.
        public @Nullable Node get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value;
        }
    }

    /// A value of a map, and where its key is written.
    record Entry(Place keyPlace, Node value) {}

    /// The name by which an item of a list is chosen: the value of its `name`, `Name`, `Key`, `key`
    /// or similar; null when it has none.
    static @Nullable String nameOf(Node item) {
        if (item instanceof Mapping mapping) {
            for (String key : List.of("name", "Name", "Key", "key", "containerName", "id", "Id")) {
                if (mapping.get(key) instanceof Text text) {
                    return text.value();
                }
            }
        }
        return null;
    }
}
