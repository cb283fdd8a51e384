package dev.kingtide.rehearsal.launch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The keys that readers ask a map for, with what they expect under each: what the JSON Schema is
/// made of, so that it is what is read.
final class Keys {
    private final SequencedMap<String, Key> byName = new LinkedHashMap<>();
    private boolean open;

    /// What a value may be.
    enum Kind {
        /// Any text.
        TEXT,
        /// A number.
        NUMBER,
        /// A whole number.
        INTEGER,
        /// `true` or `false`.
        FLAG,
        /// A number of seconds, or the least and the most of them.
        RANGE,
        /// A map.
        MAP,
        /// A list of maps.
        MAPS,
        /// A list of texts.
        TEXTS
    }

    /// One key.
    static final class Key {
        private final SequencedMap<Kind, Boolean> kinds = new LinkedHashMap<>();
        private final Keys inner = new Keys();
        private boolean required;
        private boolean varies;
        private @Nullable Number least;
        private @Nullable Number most;
        private @Nullable Object usual;
        private List<String> words = List.of();
        private String expected = "";

        private Key() {}

        /// It may be of this kind.
        Key of(Kind kind) {
            kinds.put(kind, true);
            return this;
        }

        /// It must be given.
        Key required() {
            required = true;
            return this;
        }

        /// It lies between these.
        Key between(Number least, Number most) {
            this.least = least;
            this.most = most;
            return this;
        }

        /// What it is otherwise; what is sometimes one thing and sometimes another has no default.
        Key otherwise(Object value) {
            varies = varies || (usual != null && !usual.equals(value));
            usual = value;
            return this;
        }

        /// It is one of these.
        Key words(List<String> some) {
            words = some;
            return this;
        }

        /// What messages say is expected.
        Key expecting(String text) {
            expected = text;
            return this;
        }

        /// The keys of the map under it, or of the maps in its list.
        Keys inner() {
            return inner;
        }

        List<Kind> kinds() {
            return List.copyOf(kinds.sequencedKeySet());
        }

        boolean isRequired() {
            return required;
        }

        @Nullable Number least() {
            return least;
        }

        @Nullable Number most() {
            return most;
        }

        /// What it is when it is not given; null when nothing, or nothing that may be written.
        @Nullable Object usual() {
            boolean outside =
                    usual instanceof Number number
                            && least != null
                            && most != null
                            && (number.doubleValue() < least.doubleValue()
                                    || number.doubleValue() > most.doubleValue());
            return required || varies || outside || "".equals(usual) ? null : usual;
        }

        List<String> words() {
            return words;
        }

        String expected() {
            return expected;
        }
    }

    /// A key, asked for now if not before.
    Key key(String name) {
        return byName.computeIfAbsent(name, n -> new Key());
    }

    /// The names are the launch's own; all hold the same.
    void open() {
        open = true;
    }

    /// Whether the names are the launch's own.
    boolean isOpen() {
        return open;
    }

    /// All keys, in the order in which they were first asked for.
    SequencedMap<String, Key> all() {
        return Collections.unmodifiableSequencedMap(byName);
    }
}
