package dev.kingtide.rehearsal.launch;

import dev.kingtide.rehearsal.source.Json;
import dev.kingtide.rehearsal.source.Node;
import org.jspecify.annotations.Nullable;

/// Values as messages show them.
final class Values {
    private static final int SHOWN_MAX = 60;

    private Values() {}

    /// The value in JSON, shortened.
    static String show(@Nullable Node node) {
        String text = node == null ? "nothing" : Json.write(node);
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX - 3) + "...";
    }
}
