package dev.kingtide.core.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// What takes the place of a part that an expression fits: text, and `$1` and so on for what its
/// groups held. A dollar without a digit behind it stands for itself.
final class Replacement {
    private final List<Piece> pieces;

    /// Text, or what a group held.
    ///
    /// @param group -1 for text
    private record Piece(String text, int group) {}

    private Replacement(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /// A replacement as it is written; of `$12` the 2 is text unless there are 12 groups.
    ///
    /// @param groups how many the expression has
    static Replacement of(String text, int groups) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        int at = 0;
        while (at < text.length()) {
            int end = groupEnd(text, at, groups);
            if (end > at) {
                pieces.add(new Piece(text.substring(from, at), -1));
                pieces.add(new Piece("", Integer.parseInt(text.substring(at + 1, end))));
                from = end;
            }
            at = Math.max(at + 1, end);
        }
        pieces.add(new Piece(text.substring(from), -1));
        return new Replacement(List.copyOf(pieces));
    }

    private static int groupEnd(String text, int at, int groups) {
        if (text.charAt(at) != '$' || digit(text, at + 1) < 0) {
            return at;
        }
        int end = at + 2;
        int group = digit(text, at + 1);
        while (digit(text, end) >= 0 && group * 10 + digit(text, end) <= groups) {
            group = group * 10 + digit(text, end++);
        }
        return end;
    }

    private static int digit(String text, int at) {
        char c = at < text.length() ? text.charAt(at) : ' ';
        return c >= '0' && c <= '9' ? c - '0' : -1;
    }

    /// The largest number of a group that it names.
    int groupMax() {
        return pieces.stream().mapToInt(Piece::group).max().orElse(-1);
    }

    /// Writes it.
    ///
    /// @param held what a group held; null for nothing
    void write(StringBuilder out, IntFunction<@Nullable String> held) {
        for (Piece piece : pieces) {
            String text = piece.group() < 0 ? piece.text() : held.apply(piece.group());
            out.append(text == null ? "" : text);
        }
    }
}
