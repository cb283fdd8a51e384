package dev.kingtide.rehearsal.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The problems found so far, in the order in which they were found, each once.
public final class Problems {
    private final LinkedHashSet<Problem> found = new LinkedHashSet<>();

    /// Takes note of a problem.
    public void add(Place place, String what, String expected) {
        found.add(new Problem(place, what, expected));
    }

    /// Takes note of a key that nobody knows, with the nearest of those that are known.
    public void unknown(Place place, String what, String name, Collection<String> known) {
        String nearest = nearest(name, known);
        add(
                place,
                "unknown " + what + " \"" + name + '"',
                nearest == null
                        ? "expected one of: " + String.join(", ", known)
                        : "did you mean \"" + nearest + "\"?");
    }

    /// Whether there is none.
    public boolean none() {
        return found.isEmpty();
    }

    /// All of them.
    public List<Problem> list() {
        return new ArrayList<>(found);
    }

    /// Throws what was found, if anything was.
    public void settle() {
        if (!found.isEmpty()) {
            throw new BadLaunch(list());
        }
    }

    /// The known name that is nearest to this one, or null when none is near (Damerau-Levenshtein
    /// distance, at most a third of the name's length and at most four).
    public static @Nullable String nearest(String name, Collection<String> known) {
        String best = null;
        int bestDistance = Math.min(4, Math.max(1, name.length() / 3)) + 1;
        for (String candidate : known) {
            int distance = distance(lower(name), lower(candidate));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static String lower(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] =
                        Math.min(
                                cost[i - 1][j - 1] + same,
                                Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
