package dev.kingtide.core.placement;

/// The order of versions and other dotted values.
final class Versions {

    private Versions() {}

    /// Compares part by part, parts being separated by dots: as numbers where both are, else as
    /// text; so 1.9.0 comes before 1.10.0.
    static int compare(String left, String right) {
        String[] lefts = left.split("\\.", -1);
        String[] rights = right.split("\\.", -1);
        for (int i = 0; i < Math.min(lefts.length, rights.length); i++) {
            int sign = compareParts(lefts[i], rights[i]);
            if (sign != 0) {
                return sign;
            }
        }
        return Integer.compare(lefts.length, rights.length);
    }

    private static int compareParts(String left, String right) {
        return isNumber(left) && isNumber(right)
                ? Long.compare(Long.parseLong(left), Long.parseLong(right))
                : left.compareTo(right);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= 18
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
