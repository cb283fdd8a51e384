package dev.kingtide.rehearsal.terraform;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An address or reference of Terraform, such as `module.service["web"].aws_lb.this[0].arn`.
///
/// @param steps its names, each with the key in brackets behind it
record Address(List<Step> steps) {

    /// One name, and the key of an instance: a number, or a text without its quotes; null without.
    record Step(String name, @Nullable String key) {}

    /// Keeps a copy.
    Address {
        steps = List.copyOf(steps);
    }

    /// Reads an address; what is not well formed ends where it stops to be.
    static Address parse(String text) {
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && ".[".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            String name = text.substring(at, end);
            String key = null;
            while (end < text.length() && text.charAt(end) == '[') {
                int close = closing(text, end);
                if (close < 0) {
                    return new Address(steps);
                }
                if (key == null) {
                    key = unquoted(text.substring(end + 1, close));
                }
                end = close + 1;
            }
            if (end < text.length() && text.charAt(end) != '.') {
                return new Address(steps);
            }
            steps.add(new Step(name, key));
            at = end + 1;
        }
        return new Address(steps);
    }

    /// Where the bracket that opens at `open` closes; brackets in quotes do not count.
    private static int closing(String text, int open) {
        boolean quoted = false;
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ']' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static String unquoted(String key) {
        return key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")
                ? key.substring(1, key.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
                : key;
    }

    /// The name of a step, or nothing where the address is shorter.
    String name(int index) {
        return index < steps.size() ? steps.get(index).name : "";
    }

    /// The key of a step, or null.
    @Nullable String key(int index) {
        return index < steps.size() ? steps.get(index).key : null;
    }

    /// The modules at its beginning, outermost first.
    List<Step> modules() {
        List<Step> modules = new ArrayList<>();
        for (int i = 0; i + 1 < steps.size() && name(i).equals("module"); i += 2) {
            modules.add(steps.get(i + 1));
        }
        return modules;
    }
}
