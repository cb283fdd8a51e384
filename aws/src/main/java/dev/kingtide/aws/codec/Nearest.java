package dev.kingtide.aws.codec;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The word that was probably meant.
///
/// Theory: edit distance after V. Levenshtein, "Binary codes capable of correcting deletions,
/// insertions, and reversals", 1966; capital letters are not told apart.
public final class Nearest {

    private Nearest() {}

    /// The candidate with the fewest edits, the first of several; null when more than a third of
    /// the word would have to change.
    public static @Nullable String to(String word, List<String> candidates) {
        String nearest = null;
        int fewest = Math.max(1, word.length() / 3) + 1;
        for (String candidate : candidates) {
            int edits = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (edits < fewest) {
                fewest = edits;
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
