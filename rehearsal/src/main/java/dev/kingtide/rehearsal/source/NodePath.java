package dev.kingtide.rehearsal.source;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A way to a value: `application.sigterm`, `taskdef.json:containerDefinitions[web].stopTimeout`,
/// `Attributes[deregistration_delay.timeout_seconds].Value`.
///
/// A step is a key, or an item of a list in brackets by its index (from 0), by its name, or `+` for
/// a new one. A key with dots is written in quotes.
///
/// @param file the file, or null for the launch file
/// @param steps at least one
public record NodePath(@Nullable String file, List<Step> steps) {

    /// One step.
    public sealed interface Step {

        /// Into the value of a key.
        record Key(String name) implements Step {}

        /// Into an item of a list.
        record Item(String selector) implements Step {}
    }

    /// Reads a path; null when it is not one.
    public static @Nullable NodePath parse(String text) {
        int colon = text.indexOf(':');
        int stop = firstOf(text, "[\"");
        boolean hasFile = colon > 0 && colon < stop && isFile(text.substring(0, colon));
        List<Step> steps = steps(hasFile ? text.substring(colon + 1) : text);
        return steps == null
                ? null
                : new NodePath(hasFile ? text.substring(0, colon) : null, steps);
    }

    private static boolean isFile(String name) {
        return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    /// Reads the steps after the file; null when they are none.
    static @Nullable List<Step> steps(String text) {
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end;
            if (c == '[') {
                end = closing(text, at);
                if (end <= at + 1) {
                    return null;
                }
                steps.add(new Step.Item(text.substring(at + 1, end)));
                end++;
            } else if (c == '"') {
                end = text.indexOf('"', at + 1);
                if (end <= at + 1) {
                    return null;
                }
                steps.add(new Step.Key(text.substring(at + 1, end)));
                end++;
            } else {
                end = at + firstOf(text.substring(at), ".[");
                if (end == at) {
                    return null;
                }
                steps.add(new Step.Key(text.substring(at, end)));
            }
            if (end < text.length() && text.charAt(end) == '.') {
                end++;
                if (end == text.length()) {
                    return null;
                }
            } else if (end < text.length() && text.charAt(end) != '[') {
                return null;
            }
            at = end;
        }
        return steps.isEmpty() ? null : steps;
    }

    /// Where the bracket that opens at `open` closes, brackets in it counted; -1 when it does not.
    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
