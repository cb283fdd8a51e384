package dev.kingtide.host.command;

import java.util.ArrayList;
import java.util.List;

/// A command line, taken apart as a POSIX shell does it, without anything else that a shell does
/// (POSIX, Shell Command Language, 2.2: quoting).
public final class Words {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;

    private Words() {}

    /// The words of a line; a quote that does not end goes to the end of the line.
    public static List<String> of(String line) {
        Words found = new Words();
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean more = i + 1 < line.length();
            if (quote == 0 && Character.isWhitespace(c)) {
                found.end();
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                found.begun = true;
            } else if (c == quote && quote != 0) {
                quote = 0;
            } else if (c == '\\'
                    && more
                    && (quote == 0
                            || (quote == '"' && "\"\\$`".indexOf(line.charAt(i + 1)) >= 0))) {
                i++;
                found.add(line.charAt(i));
            } else {
                found.add(c);
            }
        }
        found.end();
        return found.words;
    }

    private void add(char c) {
        word.append(c);
        begun = true;
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
    }
}
